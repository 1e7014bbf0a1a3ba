/** Finds patterns in bytes, however their characters are written. Pure. */
import { ResponseRefused } from './errors.ts';
import {
  BACKSLASH,
  beginsEscape,
  behindBackslashes,
  hexPair,
  type Input,
  MOST_BACKSLASHES,
  readings,
} from './read-character.ts';
import { beginsGap, canBeWritten, type Pattern, type PatternSet, SOFT } from './secret-patterns.ts';

/** A part of the bytes, from `start` up to `end`. */
export interface Span {
  start: number;
  end: number;
}

/** What was found. */
export interface Findings {
  /** In order and apart. */
  spans: Span[];
  /** Where a pattern begins that the bytes do not end; their length if there is none. */
  open: number;
}

/**
 * The leftmost and longest matches. With `isWhole` nothing stays open, because no more bytes come. Throws {@link ResponseRefused}
 * `unsearchable` if that takes more steps than are left.
 */
export function findPatterns(input: Input, patterns: PatternSet, isWhole: boolean): Findings {
  const { bytes } = input;
  const { length } = bytes;
  const spans: Span[] = [];
  for (let at = 0; at < length; ) {
    // Almost every place ends here, after a look at two bytes.
    const next = at + 1 < length ? (bytes[at + 1] as number) : 0;
    if (patterns.pairs[((bytes[at] as number) << 8) | next] === 0) {
      at += 1;
      continue;
    }
    const skipped = afterSimpleEscape(bytes, patterns, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (input.stepsLeft < 0) throw new ResponseRefused('unsearchable');
    input.ranOut = false;
    const end = longestFrom(input, patterns.byFirst, at);
    if (input.ranOut && !isWhole) return { spans, open: at };
    if (end > at) spans.push({ start: at, end });
    at = Math.max(end, at + 1);
  }
  return { spans, open: length };
}

/** Behind backslashes with which no pattern begins; `at` if there are none, or a closer look is needed. */
function afterSimpleEscape(bytes: Uint8Array, { byFirst }: PatternSet, at: number): number {
  if (byFirst.has(BACKSLASH)) return at;
  const behind = behindBackslashes(bytes, at);
  if (!behind) return bytes[at] === BACKSLASH && areBackslashes(bytes, at) ? at + 1 : at;
  const literal = bytes[behind.end] as number;
  return byFirst.has(behind.code) || byFirst.has(literal) ? at : behind.end;
}

/** Whether there are more backslashes from here on than one character can have before it. */
function areBackslashes(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < MOST_BACKSLASHES; index += 1) if (bytes[at + index] !== BACKSLASH) return false;
  return true;
}

/** The end of the longest pattern that begins at `at`; `at` if there is none. */
function longestFrom(input: Input, byFirst: PatternSet['byFirst'], at: number): number {
  let longest = at;
  for (const { code, end } of readings(input, at)) {
    const candidates = byFirst.get(code) ?? [];
    input.stepsLeft -= candidates.length;
    for (const pattern of candidates)
      for (const behind of endsFrom(input, pattern, end)) longest = Math.max(longest, behind);
  }
  return longest;
}

const NOWHERE: readonly number[] = [];

/** The places behind a pattern whose first character was read. There can be several, as behind `%41` and `%4141`. */
function endsFrom(input: Input, pattern: Pattern, from: number): readonly number[] {
  const { length } = pattern.codes;
  let places: readonly number[] = [from];
  let index = 1;
  while (index < length && places.length > 0) {
    const first = places[0] as number;
    const inClear = places.length === 1 ? clearFrom(input, pattern, { index, at: first }) : 0;
    index += inClear;
    if (inClear > 0) places = [first + inClear];
    else {
      const byte = input.bytes[first];
      if (places.length === 1 && byte !== undefined && !canBeWritten(byte, { pattern, index }))
        return NOWHERE;
      const next = new Set<number>();
      for (const place of places) addEnds(input, { pattern, index, next }, place);
      places = [...next];
      index += 1;
    }
  }
  return places;
}

/** How many characters from here on stand in clear. */
function clearFrom(
  input: Input,
  { codes, others, gaps }: Pattern,
  { index, at }: { index: number; at: number },
): number {
  const { bytes } = input;
  let count = 0;
  for (;;) {
    const code = codes[index + count];
    const byte = bytes[at + count];
    if (byte === undefined || code === undefined) break;
    if ((byte !== code && byte !== others[index + count]) || beginsEscape(byte)) break;
    if (byte === SOFT && gaps === 'soft') break;
    count += 1;
  }
  input.stepsLeft -= count;
  return count;
}

interface Step {
  pattern: Pattern;
  index: number;
  next: Set<number>;
}

function addEnds(input: Input, step: Step, place: number, gap: readonly number[] = []): void {
  const { codes, others } = step.pattern;
  for (const { code, end } of readings(input, place)) {
    const isThis = code === codes[step.index] || code === others[step.index];
    if (isThis && isGap(gap)) step.next.add(end);
    if (code === SOFT && step.pattern.gaps === 'soft' && isGap(gap)) addQuoted(input, step, end);
    // Not in place of the character: `=` can be one of the token, and the beginning of a gap.
    if ((!isThis || code === SOFT) && canGoOn(step, gap, code)) addEnds(input, step, end, [...gap, code]);
  }
}

/** `=3D` of quoted-printable. */
function addQuoted(input: Input, { pattern, index, next }: Step, at: number): void {
  const quoted = hexPair(input, at);
  if (quoted && quoted.code === pattern.codes[index]) next.add(quoted.end);
}

/** Whether these characters can stand between two of a pattern. A soft line break is not one without its line end. */
const isGap = (gap: readonly number[]) => gap[0] !== SOFT || gap.at(-1) === LF;

/** Whether a gap can begin, or go on, with this character. UTF-16 that was read as bytes has escaped NULs, up to three. */
function canGoOn(step: Step, gap: readonly number[], code: number): boolean {
  if (code === 0) return gap.length < 3 && gap.every((other) => other === 0);
  if (gap.every((other) => other === 0)) return beginsGap(code, step);
  if (gap[0] === SOFT) return (code === CR && gap.length === 1) || (code === LF && !gap.includes(LF));
  return canWrap(gap, code);
}

const LF = 0x0a;
const CR = 0x0d;
/** `>`, with which mail quotes a line. */
const QUOTE = 0x3e;
/** Longest separator: a line end and its indentation or quoting. */
const MOST = 16;

/**
 * Whether a separator of lines, which is a line end and an indentation or quoting, can go on with this character. A blank line ends a text in
 * lines, and an event of a stream.
 */
export function canWrap(separators: readonly number[], code: number): boolean {
  if (separators.length >= MOST) return false;
  if (code === LF) return !separators.includes(LF);
  if (code === CR) return !separators.includes(CR) && !separators.includes(LF);
  const isQuoted = code === QUOTE && separators.includes(LF);
  return separators.length > 0 && (isQuoted || code === 0x20 || code === 0x09);
}
