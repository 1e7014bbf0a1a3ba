/** Removes byte strings from a stream, even if they are split between chunks. */
import { REMOVED } from './removed.ts';

/** Removes needles from a stream of chunks. */
export interface Scrubber {
  /** Adds a chunk and returns the bytes that are clean. It holds back at most the longest needle minus one byte. */
  push(chunk: Uint8Array): Uint8Array<ArrayBuffer>;
  /** Returns the bytes that were held back, at the end of the stream. */
  end(): Uint8Array<ArrayBuffer>;
}

const PLACEHOLDER = Buffer.from(REMOVED);

/**
 * Creates a scrubber. No needle may contain another (see {@link needlesOf}), so that a match never depends on the next
 * chunk. Only an end that could be the beginning of a needle is held back, so that complete events pass at once.
 */
export function createScrubber(needles: readonly Buffer[], onFound: () => void): Scrubber {
  let held: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = Buffer.concat([held, chunk]);
      const { parts, rest } = withoutNeedles(bytes, needles);
      if (parts.length > 0) onFound();
      const sure = startOfUnsure(bytes, rest, needles);
      held = bytes.subarray(sure);
      return Buffer.concat([...parts, bytes.subarray(rest, sure)]);
    },
    end() {
      const last = Buffer.concat([held]);
      held = Buffer.alloc(0);
      return last;
    },
  };
}

/** A complete text, such as a header's value, without needles. */
export function scrubText(text: string, needles: readonly Buffer[], onFound: () => void): string {
  if (needles.length === 0) return text;
  const scrubber = createScrubber(needles, onFound);
  const bytes = Buffer.concat([scrubber.push(Buffer.from(text)), scrubber.end()]);
  return bytes.toString();
}

/** The bytes up to `rest`, with a placeholder for each needle. A needle is searched again only after its own last match. */
function withoutNeedles(bytes: Buffer, needles: readonly Buffer[]): { parts: Buffer[]; rest: number } {
  const next = needles.map((needle) => bytes.indexOf(needle));
  const parts: Buffer[] = [];
  let rest = 0;
  for (;;) {
    const found = earliest(next);
    if (found === undefined) return { parts, rest };
    const at = next[found] as number;
    parts.push(bytes.subarray(rest, at), PLACEHOLDER);
    rest = at + (needles[found] as Buffer).length;
    needles.forEach((needle, index) => {
      const place = next[index] as number;
      if (place >= 0 && place < rest) next[index] = bytes.indexOf(needle, rest);
    });
  }
}

function earliest(next: readonly number[]): number | undefined {
  let found: number | undefined;
  next.forEach((place, index) => {
    if (place >= 0 && (found === undefined || place < (next[found] as number))) found = index;
  });
  return found;
}

/** The start of the longest end of `bytes` with which a needle could begin. */
function startOfUnsure(bytes: Buffer, from: number, needles: readonly Buffer[]): number {
  const starts = needles.map((needle) => {
    let start = Math.max(from, bytes.length - needle.length + 1);
    while (start < bytes.length && !beginsWithRest(needle, bytes, start)) start += 1;
    return start;
  });
  return Math.min(bytes.length, ...starts);
}

function beginsWithRest(needle: Buffer, bytes: Buffer, start: number): boolean {
  for (let index = start; index < bytes.length; index += 1) {
    if (bytes[index] !== needle[index - start]) return false;
  }
  return true;
}
