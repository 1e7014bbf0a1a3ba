/** Makes a text of a server harmless to look at. What hides or turns characters goes first, since a token can be split by it (T241). */
import type { KnownSecrets } from '../../client/src/known-secrets.ts';
import { LIMITS as CLIENT_LIMITS } from '../../client/src/limits.ts';
import { searchBudget } from '../../client/src/scrub-bytes.ts';
import { scrubResult } from '../../client/src/scrub-result.ts';

/** ECMA-48: operating system commands such as links, control sequences such as colours, and other escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const ESCAPES = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;
const LINE_ENDS = /\r\n?|[\u2028\u2029\x85]/g;
/** Controls but line end and tab, directions, and what no screen shows. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** The text without escapes, control characters, directions and invisible characters. Pure. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(ESCAPES, '').replace(LINE_ENDS, '\n').replace(UNSEEN, '');
}

/** A value whose texts and names are plain. Pure. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [plainText(name), plainValue(item)]));
}

/**
 * The value without the token, by the code of the client package. Scrub before anything is cut: a cut leaves a part of a token that
 * nothing recognises. @throws {ResponseRefused} `unsearchable`
 */
export function scrubbed<Value>(value: Value, known: KnownSecrets): Value {
  const budget = searchBudget(CLIENT_LIMITS.searchStepsAtOnce);
  return scrubResult(value, { patterns: known.now.patterns, budget, onFound: () => undefined });
}

/** The beginning of a text, in bytes of UTF-8, without a part of a character at its end. Pure. */
export function beginning(text: string, bytes: number): string {
  const all = Buffer.from(text);
  if (all.length <= bytes) return text;
  let end = bytes;
  // A byte of the form 10xxxxxx goes on with a character (RFC 3629 section 3).
  while (end > 0 && ((all[end] as number) & 0xc0) === 0x80) end -= 1;
  return all.subarray(0, end).toString();
}
