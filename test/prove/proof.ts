/** What a long proof found: the figures, how they read, and the promises that were broken. */
export interface Proof {
  figures: object;
  text: string;
  failures: string[];
}
