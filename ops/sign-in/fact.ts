/** What somebody says of a product, and where. */
export interface Fact {
  /** A clause without a full stop. */
  says: string;
  source: string;
  /** Of the source's text, or where it has none, the day on which it was read. */
  date: string;
}
