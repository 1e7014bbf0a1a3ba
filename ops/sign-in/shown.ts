import { plainText } from '../../src/trial/plain-text.ts';

const LONGEST = 200;

/** A text of somebody else's in one line for a terminal: without control characters, and of at most 200 characters. Pure. */
export function shown(text: string): string {
  // Cut before and after: what hides characters could be long, too.
  const line = plainText(text.slice(0, 10 * LONGEST)).replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
