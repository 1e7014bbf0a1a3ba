/** A text with the secrets that are to be found in it. */
export interface ScrubInput {
  name: string;
  secrets: string[];
  bytes: Buffer;
}
