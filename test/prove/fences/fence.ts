/** What keeps the broker right, how it would be taken away, and which test must then fail. */
export interface Fence {
  what: string;
  file: string;
  /** This text, exactly once in the file … */
  fence: string;
  /** … is replaced by this. */
  without: string;
  test: string;
  /** Part of the test's title. */
  name: string;
  /** Cases of the threat catalogue that the fence stops. The titles of the tests that fail without it must name them. */
  proves?: readonly string[];
}
