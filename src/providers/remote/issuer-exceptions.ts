export interface IssuerException {
  advertised: string;
  claimed: string;
  source: string;
  checkedOn: string;
}

export const ISSUER_EXCEPTIONS: readonly IssuerException[] = [];
