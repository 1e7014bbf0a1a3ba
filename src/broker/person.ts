/** A person, by the issuer and subject of their token. */
export interface Person {
  issuer: string;
  subject: string;
}
