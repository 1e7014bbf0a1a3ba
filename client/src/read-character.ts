/**
 * Reads one character of a text that may be written in many ways: as it is, escaped in JSON or JavaScript (`\u0061`, `\x61`,
 * `\/`), in a URL (`%61`) or in HTML (`&#97;`, `&amp;`), in UTF-16 or UTF-32, and in up to three of these within each other. It
 * reads all ways at once, since the byte alone does not say which one the server meant.
 */

/** The bytes that are read. */
export interface Input {
  bytes: Uint8Array;
  /** A reading needed bytes beyond the end. The caller sets it to false, and looks at it afterwards. */
  ranOut: boolean;
  /** How many characters may still be read. A hostile answer could need a long time for each byte. */
  stepsLeft: number;
}

/** One way to read: the code of the character, and the place behind it. */
export interface Reading {
  code: number;
  end: number;
}

/** How deep escapes may be within each other, as in JSON in JSON in a URL. */
export const DEPTH = 3;

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;

/** Whether an escape begins with this character. */
export const beginsEscape = (code: number) => code === BACKSLASH || code === PERCENT || code === AMPERSAND;

/** All readings of the character at `at`, with escapes down to `depth`. Empty at the end of the bytes. */
export function readings(input: Input, at: number, depth = DEPTH): Reading[] {
  const start = afterNuls(input.bytes, at);
  const byte = input.bytes[start];
  input.stepsLeft -= 1;
  if (byte === undefined) {
    input.ranOut = true;
    return [];
  }
  if (depth === 0 || !beginsEscape(byte)) return [{ code: byte, end: start + 1 }];
  const all = readings(input, start, depth - 1);
  for (const reading of [...all]) if (beginsEscape(reading.code)) addNew(all, escaped(input, reading, depth - 1));
  return all;
}

/** UTF-16 and UTF-32 write one or three NULs beside each ASCII character. No other text has NULs. */
function afterNuls(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start < at + 3 && bytes[start] === 0) start += 1;
  return start;
}

function addNew(all: Reading[], more: readonly Reading[]): void {
  for (const each of more)
    if (!all.some(({ code, end }) => code === each.code && end === each.end)) all.push(each);
}

/** What an escape stands for whose first character was read. */
function escaped(input: Input, { code, end }: Reading, depth: number): Reading[] {
  if (code === BACKSLASH) return backslashed(input, end, depth);
  return code === PERCENT ? percentEncoded(input, end, depth) : characterReference(input, end, depth);
}

const CONTROLS: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** RFC 8259 section 7 and ECMAScript's EscapeSequence. Any other character behind a backslash stands for itself. */
function backslashed(input: Input, at: number, depth: number): Reading[] {
  return readings(input, at, depth).flatMap((next) => {
    const letter = String.fromCharCode(next.code);
    if (letter === 'u') return digits(input, next.end, { depth, base: 16, least: 4, most: 4 }) ?? braced(input, next, depth);
    if (letter === 'x') return digits(input, next.end, { depth, base: 16, least: 2, most: 2 }) ?? [];
    if (/[0-7]/.test(letter)) return digits(input, at, { depth, base: 8, least: 1, most: 3 }) ?? [];
    const control = CONTROLS[letter];
    return [control === undefined ? next : { code: control.charCodeAt(0), end: next.end }];
  });
}

/** `\u{61}` of ECMAScript. */
function braced(input: Input, { end }: Reading, depth: number): Reading[] {
  const open = one(input, end, depth, (letter) => letter === '{');
  const [number] = (open && digits(input, open.end, { depth, base: 16, least: 1, most: 6 })) ?? [];
  const close = number && one(input, number.end, depth, (letter) => letter === '}');
  return number && close ? [{ code: number.code, end: close.end }] : [];
}

/** RFC 3986 section 2.1, and `%u0061` of ECMAScript's `escape`. */
function percentEncoded(input: Input, at: number, depth: number): Reading[] {
  const u = one(input, at, depth, (letter) => letter === 'u');
  if (u) return digits(input, u.end, { depth, base: 16, least: 4, most: 4 }) ?? [];
  return digits(input, at, { depth, base: 16, least: 2, most: 2 }) ?? [];
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character references of HTML. A semicolon may be missing behind a number. */
function characterReference(input: Input, at: number, depth: number): Reading[] {
  const hash = one(input, at, depth, (letter) => letter === '#');
  if (!hash) return named(input, at, depth);
  const x = one(input, hash.end, depth, (letter) => /x/i.test(letter));
  const number = x
    ? digits(input, x.end, { depth, base: 16, least: 1, most: 6 })
    : digits(input, hash.end, { depth, base: 10, least: 1, most: 7 });
  return (number ?? []).map(({ code, end }) => ({ code, end: behindSemicolon(input, end, depth) ?? end }));
}

function named(input: Input, at: number, depth: number): Reading[] {
  let name = '';
  let end = at;
  for (;;) {
    const letter = one(input, end, depth, (each) => /[a-z]/.test(each));
    if (!letter || name.length === 4) break;
    name += String.fromCharCode(letter.code);
    end = letter.end;
  }
  const behind = Object.hasOwn(NAMED, name) ? behindSemicolon(input, end, depth) : undefined;
  return behind === undefined ? [] : [{ code: (NAMED[name] as string).charCodeAt(0), end: behind }];
}

function behindSemicolon(input: Input, at: number, depth: number): number | undefined {
  return one(input, at, depth, (letter) => letter === ';')?.end;
}

interface Digits {
  depth: number;
  base: 8 | 10 | 16;
  least: number;
  most: number;
}

const DIGIT = { 8: /[0-7]/, 10: /[0-9]/, 16: /[0-9a-f]/i };

/** A number of so many digits; undefined if there are fewer. */
function digits(input: Input, at: number, { depth, base, least, most }: Digits): Reading[] | undefined {
  let text = '';
  let end = at;
  while (text.length < most) {
    const digit = one(input, end, depth, (letter) => DIGIT[base].test(letter));
    if (!digit) break;
    text += String.fromCharCode(digit.code);
    end = digit.end;
  }
  return text.length < least ? undefined : [{ code: Number.parseInt(text, base), end }];
}

/** The first reading of the next character that is accepted. Digits and letters can be read in one way alone. */
function one(
  input: Input,
  at: number,
  depth: number,
  accept: (letter: string) => boolean,
): Reading | undefined {
  return readings(input, at, depth).find(({ code }) => accept(String.fromCharCode(code)));
}
