/** Text that a stranger wrote, such as the metadata of a server, as it may be shown. Pure. */

/** Control characters, and those that turn or hide text: a name could be read as another one. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** One line of at most `longest` characters, in which nothing is invisible. The result is text, never markup. */
export function plainText(text: string, longest = 200): string {
  const seen = text.replaceAll(UNSEEN, '\u{fffd}');
  return seen.length <= longest ? seen : `${seen.slice(0, longest)}… (${text.length} characters)`;
}

/** Several lines, in which nothing is invisible but the breaks and the tabs. The result is text, never markup. */
export function plainLines(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(UNSEEN, (each) => (each === '\n' || each === '\t' ? each : '\u{fffd}'));
}

/** The host of an address as the URL parser writes it: a name of other scripts is in ASCII. Otherwise the text. */
export function hostIn(address: string): string {
  return plainText(URL.parse(address)?.host || address);
}
