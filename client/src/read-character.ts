/**
 * Reads one character of a text that may be written in many ways: as it is, escaped in JSON or ECMAScript (`\u0061`, `\x61`,
 * `\/`), in a URL (`%61`) or in HTML (`&#97;`, `&amp;`), in UTF-16 or UTF-32, and in up to three of these within each other. It
 * reads all ways at once, since the bytes alone do not say which one the server meant.
 */
import { FIRST_LETTERS, HTML_NAMES, MOST_LETTERS } from './html-names.ts';

/** The bytes that are read. {@link inputOf} makes one. */
export interface Input {
  bytes: Uint8Array;
  /** A reading needed bytes beyond the end. The caller sets it to false, and looks at it afterwards. */
  ranOut: boolean;
  /** How many characters may still be read. A hostile answer could need a long time for each byte. */
  stepsLeft: number;
  /** Readings of escapes, which several readers ask for. */
  known: Map<number, { all: readonly Reading[]; ranOut: boolean }>;
}

/** One way to read: the code of the character, and the place behind it. */
export interface Reading {
  code: number;
  end: number;
}

/** How deep escapes may be within each other, as in JSON in JSON in a URL. */
const DEPTH = 3;
/** As many stand before one character at this depth. */
export const MOST_BACKSLASHES = 2 ** DEPTH;

/** Most places whose readings are kept at a time. */
const KNOWN = 4_096;

export const BACKSLASH = 0x5c;
export const PERCENT = 0x25;
export const AMPERSAND = 0x26;

/** Prepares bytes for reading. */
export function inputOf(bytes: Uint8Array, stepsLeft: number): Input {
  return { bytes, ranOut: false, stepsLeft, known: new Map() };
}

/** Whether an escape begins with this character. */
export const beginsEscape = (code: number) => code === BACKSLASH || code === PERCENT || code === AMPERSAND;

/** All readings of the character at `at`, with escapes down to `depth`. Empty at the end of the bytes. */
export function readings(input: Input, at: number, depth = DEPTH): readonly Reading[] {
  const start = afterNuls(input.bytes, at);
  const byte = input.bytes[start];
  input.stepsLeft -= 1;
  if (byte === undefined) {
    input.ranOut = true;
    return [];
  }
  const literal = { code: byte, end: start + 1 };
  if (depth === 0 || !beginsEscape(byte)) return [literal];
  return simple(input.bytes, literal) ?? remembered(input, start, depth);
}

/** UTF-16 and UTF-32 write one or three NULs beside each ASCII character. No other text has NULs. */
function afterNuls(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start < at + 3 && bytes[start] === 0) start += 1;
  return start;
}

/** The readings where a look at the next bytes is enough; undefined if it is not. Almost all of an ordinary answer is simple. */
function simple(bytes: Uint8Array, literal: Reading): readonly Reading[] | undefined {
  const { code, end } = literal;
  const next = bytes[end];
  if (next === undefined || next === 0 || beginsEscape(next)) return undefined;
  if (code === BACKSLASH) {
    if (beginsNumber(next)) return undefined;
    return [literal, { code: CONTROLS.get(next) ?? next, end: end + 1 }];
  }
  if (code === AMPERSAND) return next === 0x23 || FIRST_LETTERS.has(next) ? undefined : [literal];
  return next === 0x75 ? undefined : simplePercent(bytes, literal, next);
}

function simplePercent(bytes: Uint8Array, literal: Reading, first: number): readonly Reading[] | undefined {
  if (!isHex(first)) return [literal];
  const second = bytes[literal.end + 1];
  if (second === undefined || second === 0 || beginsEscape(second)) return undefined;
  if (!isHex(second)) return [literal];
  const code = Number.parseInt(String.fromCharCode(first, second), 16);
  return beginsEscape(code) ? undefined : [literal, { code, end: literal.end + 2 }];
}

/**
 * The character behind backslashes, and its place, where it can be nothing but itself or a control; undefined if a closer look is
 * needed. JSON within JSON doubles backslashes at each level, so they can be many.
 */
export function behindBackslashes(bytes: Uint8Array, at: number): Reading | undefined {
  let end = at;
  while (bytes[end] === BACKSLASH && end < at + MOST_BACKSLASHES) end += 1;
  const byte = bytes[end];
  const isSimple = end > at && byte !== undefined && byte !== 0 && !beginsNumber(byte);
  return isSimple && !beginsEscape(byte) ? { code: CONTROLS.get(byte) ?? byte, end } : undefined;
}

function remembered(input: Input, start: number, depth: number): readonly Reading[] {
  const key = start * (DEPTH + 1) + depth;
  let entry = input.known.get(key);
  if (!entry) {
    const ranOutBefore = input.ranOut;
    input.ranOut = false;
    entry = { all: escapes(input, start, depth), ranOut: input.ranOut };
    input.ranOut = ranOutBefore;
    if (input.known.size >= KNOWN) input.known.clear();
    input.known.set(key, entry);
  }
  if (entry.ranOut) input.ranOut = true;
  return entry.all;
}

function escapes(input: Input, start: number, depth: number): readonly Reading[] {
  const shallow = readings(input, start, depth - 1);
  const all = [...shallow];
  for (const { code, end } of shallow) {
    if (code === BACKSLASH) addBackslashed(input, all, { at: end, depth: depth - 1 });
    else if (code === PERCENT) addNew(all, percentEncoded(input, end, depth - 1));
    else if (code === AMPERSAND) addNew(all, characterReference(input, end, depth - 1));
  }
  input.stepsLeft -= all.length;
  return all;
}

function addNew(all: Reading[], more: Reading | undefined): void {
  if (more === undefined) return;
  for (const { code, end } of all) if (code === more.code && end === more.end) return;
  all.push(more);
}

/** Whether the code of a character follows behind a backslash: `\u`, `\U`, `\x`, or octal. */
const beginsNumber = (code: number) => code === 0x75 || code === 0x55 || code === 0x78 || isOctal(code);

/** `\b`, `\f`, `\n`, `\r` and `\t`. */
const CONTROLS = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/** RFC 8259 section 7, ECMAScript's EscapeSequence, and `\U00000061` of C and Python. Any other character behind a backslash stands for itself. */
function addBackslashed(input: Input, all: Reading[], { at, depth }: { at: number; depth: number }): void {
  for (const { code, end } of readings(input, at, depth)) {
    if (code === 0x75)
      addNew(all, digits(input, end, { depth, ...HEX, least: 4, most: 4 }) ?? braced(input, end, depth));
    else if (code === 0x78) addNew(all, digits(input, end, { depth, ...HEX, least: 2, most: 2 }));
    else if (isOctal(code))
      addNew(all, digits(input, at, { depth, base: 8, isDigit: isOctal, least: 1, most: 3 }));
    else {
      if (code === 0x55) addNew(all, digits(input, end, { depth, ...HEX, least: 8, most: 8 }));
      addNew(all, { code: CONTROLS.get(code) ?? code, end });
    }
  }
}

/** Of a number with leading zeros. */
const MOST_DIGITS = 8;

/** `\u{61}` of ECMAScript. */
function braced(input: Input, at: number, depth: number): Reading | undefined {
  const open = one(input, at, { depth, accept: (code) => code === 0x7b });
  const number = open && digits(input, open.end, { depth, ...HEX, least: 1, most: MOST_DIGITS });
  const close = number && one(input, number.end, { depth, accept: (code) => code === 0x7d });
  return number && close && { code: number.code, end: close.end };
}

/** Two hexadecimal digits, as behind `=` in quoted-printable (RFC 2045 section 6.7); undefined if there are none. */
export function hexPair(input: Input, at: number): Reading | undefined {
  return digits(input, at, { depth: DEPTH, ...HEX, least: 2, most: 2 });
}

/** RFC 3986 section 2.1, and `%u0061` of ECMAScript's `escape`. */
function percentEncoded(input: Input, at: number, depth: number): Reading | undefined {
  const u = one(input, at, { depth, accept: (code) => code === 0x75 });
  const [from, length] = u ? [u.end, 4] : [at, 2];
  return digits(input, from, { depth, ...HEX, least: length, most: length });
}

/** Character references of HTML. A semicolon may be missing behind a number. */
function characterReference(input: Input, at: number, depth: number): Reading | undefined {
  const hash = one(input, at, { depth, accept: (code) => code === 0x23 });
  if (!hash) return named(input, at, depth);
  const x = one(input, hash.end, { depth, accept: (code) => code === 0x78 || code === 0x58 });
  const number = x
    ? digits(input, x.end, { depth, ...HEX, least: 1, most: MOST_DIGITS })
    : digits(input, hash.end, { depth, base: 10, isDigit: isDecimal, least: 1, most: MOST_DIGITS });
  return number && { code: number.code, end: behindSemicolon(input, number.end, depth) ?? number.end };
}

function named(input: Input, at: number, depth: number): Reading | undefined {
  let name = '';
  let end = at;
  while (name.length < MOST_LETTERS) {
    const letter = one(input, end, { depth, accept: isLetter });
    if (!letter) break;
    name += String.fromCharCode(letter.code);
    end = letter.end;
  }
  const code = HTML_NAMES.get(name);
  const behind = code === undefined ? undefined : behindSemicolon(input, end, depth);
  return code === undefined || behind === undefined ? undefined : { code, end: behind };
}

function behindSemicolon(input: Input, at: number, depth: number): number | undefined {
  return one(input, at, { depth, accept: (code) => code === 0x3b })?.end;
}

const isLetter = (code: number) => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
const isOctal = (code: number) => code >= 0x30 && code <= 0x37;
const isDecimal = (code: number) => code >= 0x30 && code <= 0x39;
const isHex = (code: number) =>
  isDecimal(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
const HEX = { base: 16, isDigit: isHex };

interface Digits {
  depth: number;
  base: number;
  isDigit: (code: number) => boolean;
  least: number;
  most: number;
}

/** A number of so many digits; undefined if there are fewer. */
function digits(
  input: Input,
  at: number,
  { depth, base, isDigit, least, most }: Digits,
): Reading | undefined {
  let text = '';
  let end = at;
  while (text.length < most) {
    const digit = one(input, end, { depth, accept: isDigit });
    if (!digit) break;
    text += String.fromCharCode(digit.code);
    end = digit.end;
  }
  return text.length < least ? undefined : { code: Number.parseInt(text, base), end };
}

/** The first reading of the next character that is accepted. Digits and letters can be read in one way alone. */
function one(
  input: Input,
  at: number,
  { depth, accept }: { depth: number; accept: (code: number) => boolean },
): Reading | undefined {
  for (const reading of readings(input, at, depth)) if (accept(reading.code)) return reading;
  return undefined;
}
