/** White space with non-breaking blanks and line ends, and characters without width: joiners, direction marks, soft hyphens. */
const AROUND = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;

/** A pasted text without what comes along at both ends. It looks at each character once. Pure. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && AROUND.test(text.charAt(start))) start += 1;
  while (end > start && AROUND.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
