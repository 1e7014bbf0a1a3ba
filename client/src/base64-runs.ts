/** Finds and decodes what could be base64 (RFC 4648 sections 4 and 5), also in lines (RFC 2045 section 6.8). Pure. */
import { ResponseRefused } from './errors.ts';
import { canWrap, type Span } from './find-patterns.ts';
import { beginsEscape, behindBackslashes, type Input, type Reading, readings } from './read-character.ts';
import { isLineEnd } from './secret-patterns.ts';

/** One run of base64 characters. */
export interface Base64Run {
  decoded: Buffer;
  /** In which part of the bytes each of its characters stands. */
  places: readonly Span[] | ClearPlaces;
  /** Whether the run may go on behind the end of the bytes. Then only whole groups of four characters are decoded. */
  isOpen: boolean;
}

/** The places of characters that follow each other, each in one byte. */
interface ClearPlaces {
  start: number;
  length: number;
}

/** A shorter run holds no secret: twelve bytes are sixteen characters. */
const SHORTEST = 16;

const IS_BASE64 = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  IS_BASE64[letter.charCodeAt(0)] = 1;

/** All runs that are long enough or open, from the left. With `isWhole` none is open. */
export function* base64Runs(input: Input, isWhole: boolean): Generator<Base64Run> {
  const { bytes } = input;
  for (let at = 0; at < bytes.length; ) {
    const end = clearEnd(bytes, at);
    if (end > at && !canGoOn(bytes, end)) {
      const isOpen = end === bytes.length && !isWhole;
      if (isOpen || end - at >= SHORTEST)
        yield decodedRun(Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1'), {
          places: { start: at, length: end - at },
          isOpen,
        });
      at = end;
    } else if (end > at || mayHideCharacter(bytes, at)) {
      if (input.stepsLeft < 0) throw new ResponseRefused('unsearchable');
      const found = writtenRun(input, at);
      const isOpen = found.isOpen && !isWhole;
      if (isOpen || found.places.length >= SHORTEST)
        yield decodedRun(found.text, { places: found.places, isOpen });
      at = Math.max(found.end, at + 1);
    } else at = behindCharacter(bytes, at);
  }
}

function clearEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (IS_BASE64[bytes[end] as number] === 1) end += 1;
  return end;
}

/** Whether an escape stands here that may be one of a base64 character, and is more than backslashes before it. */
function mayHideCharacter(bytes: Uint8Array, at: number): boolean {
  return beginsEscape(bytes[at] as number) && behindBackslashes(bytes, at) === undefined;
}

/** The place behind a character that is none of base64, or behind the backslashes of one that is, as in `\/9j` of a JPEG file. */
function behindCharacter(bytes: Uint8Array, at: number): number {
  const escaped = behindBackslashes(bytes, at);
  if (!escaped) return at + 1;
  return IS_BASE64[escaped.code] === 1 ? escaped.end : escaped.end + 1;
}

/** Whether a run of base64 can go on at this place: after a line end, an escaped character, or a NUL of UTF-16. */
function canGoOn(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (byte === undefined) return false;
  const escaped = behindBackslashes(bytes, at);
  if (escaped) return IS_BASE64[escaped.code] === 1 || isLineEnd(escaped.code);
  return byte === 0 || isLineEnd(byte) || beginsEscape(byte);
}

function decodedRun(text: string, { places, isOpen }: Pick<Base64Run, 'places' | 'isOpen'>): Base64Run {
  const whole = isOpen ? text.length - (text.length % 4) : text.length;
  return { decoded: Buffer.from(text.slice(0, whole), 'base64'), places, isOpen };
}

interface WrittenRun {
  text: string;
  places: Span[];
  /** Behind the run, and behind what ended it if that was an escape. */
  end: number;
  isOpen: boolean;
}

/** A run whose characters may be escaped or stand in several lines. */
function writtenRun(input: Input, from: number): WrittenRun {
  const places: Span[] = [];
  let text = '';
  let at = from;
  let separators: number[] = [];
  const run = (end: number, isOpen = false) => ({ text, places, end, isOpen });
  for (;;) {
    const byte = input.bytes[at] as number;
    const next = IS_BASE64[byte] === 1 ? { code: byte, end: at + 1 } : deepest(readings(input, at));
    if (!next) return run(at, true);
    input.stepsLeft -= 1;
    if (IS_BASE64[next.code] === 1) {
      text += String.fromCharCode(next.code);
      places.push({ start: at, end: next.end });
      separators = [];
    } else if (places.length > 0 && canWrap(separators, next.code)) separators.push(next.code);
    else return run(next.end);
    at = next.end;
  }
}

/** The longest of several readings. */
function deepest(all: readonly Reading[]): Reading | undefined {
  let best: Reading | undefined;
  for (const each of all) if (!best || each.end > best.end) best = each;
  return best;
}
