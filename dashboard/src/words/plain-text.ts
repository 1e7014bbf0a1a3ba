/** How a text of others, such as the metadata of a server, is shown as plain text. Pure. */

/** Control characters, and those that turn or hide text: a name could be read as another one. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** One line of at most `longest` characters, in which nothing is invisible. The result is text, never markup. */
export function plainText(text: string, longest = 200): string {
  const seen = text.replaceAll(UNSEEN, '\u{fffd}');
  return seen.length <= longest ? seen : `${seen.slice(0, longest)}… (${text.length} characters)`;
}

/** A sentence of the API without backticks. It also stands in documents, where backticks mark code. */
export function withoutMarks(sentence: string): string {
  return sentence.replaceAll('`', '');
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
