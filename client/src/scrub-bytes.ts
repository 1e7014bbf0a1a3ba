/** Takes byte strings out of a stream, wherever its chunks are cut. */
import { REMOVED } from './removed.ts';

export interface Scrubber {
  /** What of the stream so far is sure; at most the longest needle less one byte is held back. */
  push(chunk: Uint8Array): Uint8Array<ArrayBuffer>;
  /** What was held back, when nothing follows. */
  end(): Uint8Array<ArrayBuffer>;
}

const PLACEHOLDER = Buffer.from(REMOVED);

/**
 * No needle may be inside another (see {@link needlesOf}): then a match found is a match, whatever the next chunk brings.
 * Held back is only an end that a needle begins with, so that whole events of a stream pass at once.
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

/** The text without needles; for what is whole, such as a header's value. */
export function scrubText(text: string, needles: readonly Buffer[], onFound: () => void): string {
  if (needles.length === 0) return text;
  const scrubber = createScrubber(needles, onFound);
  const bytes = Buffer.concat([scrubber.push(Buffer.from(text)), scrubber.end()]);
  return bytes.toString();
}

/** Everything up to `rest`, with a placeholder for each needle. Every needle is looked for once, not once a match. */
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

/** Where the longest end begins that is the beginning of a needle. */
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
