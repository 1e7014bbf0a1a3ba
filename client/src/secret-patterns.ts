/**
 * What to look for: each secret in clear, in hexadecimal, and within a base64 text. read-character.ts adds the escapes. A hostile
 * server can still hide the token in another encoding. Pure.
 */
import { AMPERSAND, BACKSLASH, beginsEscape, PERCENT } from './read-character.ts';

/**
 * `lines`: lines may be wrapped, as in MIME (RFC 2045 section 6.8). `pairs`: the same between two pairs of digits, or a colon, a
 * hyphen or a blank. `soft`: a soft line break of quoted-printable (section 6.7).
 */
export type Gaps = 'lines' | 'pairs' | 'soft';

/** A sequence of characters. */
export interface Pattern {
  codes: readonly number[];
  /** Another code that stands for the same at the same place; equal to `codes` where there is none. */
  others: readonly number[];
  /** What may stand between two characters. */
  gaps: Gaps;
}

/** Patterns, in the form that find-patterns.ts needs. */
export interface PatternSet {
  byFirst: ReadonlyMap<number, readonly Pattern[]>;
  /** For each pair of bytes (the first times 256, plus the second): 1 if a pattern may begin with it. 0 is also the end. */
  pairs: Uint8Array;
}

/** All patterns of the secrets. */
export function patternsOf(secrets: readonly string[]): PatternSet {
  return patternSet(secrets.flatMap((secret) => [...textPatterns(secret), ...base64Patterns(secret)]));
}

/** The patterns of the secrets in a text without upper case, such as the names of headers. */
export function caselessPatternsOf(secrets: readonly string[]): PatternSet {
  return patternSet(secrets.map((secret) => plain([...Buffer.from(secret.toLowerCase())])));
}

/** Makes a set. Escapes are looked at if there is a pattern at all. */
export function patternSet(patterns: readonly Pattern[]): PatternSet {
  const byFirst = new Map<number, Pattern[]>();
  const pairs = new Uint8Array(256 * 256);
  for (const pattern of patterns)
    for (const first of new Set([pattern.codes[0] as number, pattern.others[0] as number])) {
      byFirst.set(first, [...(byFirst.get(first) ?? []), pattern]);
      if (first < 256) addPairs(pairs, pattern, first);
    }
  for (const first of patterns.length > 0 ? [BACKSLASH, PERCENT, AMPERSAND] : [])
    pairs.fill(1, first << 8, (first + 1) << 8);
  return { byFirst, pairs };
}

function addPairs(pairs: Uint8Array, pattern: Pattern, first: number): void {
  const { codes, others } = pattern;
  for (let next = 0; next < 256; next += 1)
    if (
      codes.length === 1 ||
      next === codes[1] ||
      next === others[1] ||
      canBeWritten(next, { pattern, index: 1 })
    )
      pairs[(first << 8) | next] = 1;
}

/** Whether the character at `index` can be written with this byte first, although the byte is another character. */
export function canBeWritten(byte: number, at: { pattern: Pattern; index: number }): boolean {
  return byte === 0 || beginsEscape(byte) || beginsGap(byte, at);
}

/** Whether a gap before the character at `index` can begin with this code. */
export function beginsGap(
  code: number,
  { pattern: { gaps }, index }: { pattern: Pattern; index: number },
): boolean {
  if (gaps === 'soft') return code === SOFT;
  if (gaps === 'lines') return isLineEnd(code);
  return index % 2 === 0 && (isLineEnd(code) || code === 0x3a || code === 0x2d || code === 0x20);
}

/** `=`, which begins a soft line break. */
export const SOFT = 0x3d;

export const isLineEnd = (code: number) => code === 0x0a || code === 0x0d;

/** A pattern of a text in clear. Forms write a space as `+`. */
export function plain(codes: readonly number[]): Pattern {
  return pattern(codes, (code) => (code === 0x20 ? 0x2b : code), 'soft');
}

function pattern(codes: readonly number[], other: (code: number) => number, gaps: Gaps): Pattern {
  return { codes, others: codes.map(other), gaps };
}

/** UTF-8 and hexadecimal. UTF-16 of ASCII is read like UTF-8; of other characters it consists of other bytes, and of units. */
function textPatterns(secret: string): Pattern[] {
  const bytes = [...Buffer.from(secret)];
  const hex = [...Buffer.from(Buffer.from(secret).toString('hex'))];
  const patterns = [
    plain(bytes),
    pattern(hex, (code) => String.fromCharCode(code).toUpperCase().charCodeAt(0), 'pairs'),
  ];
  if (/^[\0-\x7f]*$/.test(secret)) return patterns;
  const units = Array.from({ length: secret.length }, (_, at) => secret.charCodeAt(at));
  // NULs are skipped where they are read.
  const wide = [utf16(secret, false), utf16(secret, true)].map((each) =>
    [...each].filter((byte) => byte !== 0),
  );
  return [...patterns, plain(units), ...wide.map(plain)];
}

function utf16(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

/**
 * In base64 three bytes become four characters, so the encoded secret depends on whether 0, 1 or 2 bytes come before it.
 * Characters that also encode neighbouring bytes are left out. The URL alphabet (RFC 4648 section 5) has `-` and `_`.
 */
function base64Patterns(secret: string): Pattern[] {
  const urlCodes: Record<number, number> = { 43: 0x2d, 47: 0x5f };
  const texts = [Buffer.from(secret), utf16(secret, false), utf16(secret, true)];
  return texts.flatMap((bytes) =>
    [0, 1, 2].map((before) => {
      const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
      const first = Math.ceil((before * 8) / 6);
      const whole = Math.floor(((before + bytes.length) * 8) / 6);
      return pattern(
        [...Buffer.from(encoded.slice(first, whole))],
        (code) => urlCodes[code] ?? code,
        'lines',
      );
    }),
  );
}
