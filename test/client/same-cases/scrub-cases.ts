/** The form of the cases of scrub.json, and how this package is run on one. */
import { createScrubber } from '../../../client/src/scrub-bytes.ts';
import { patternsOf } from '../../../client/src/secret-patterns.ts';
import type { ScrubInput } from './scrub-input.ts';

/** One text with its secrets, and what is passed on. Bytes are in base64. */
export interface ScrubCase {
  name: string;
  secrets: string[];
  text: string;
  /** What is passed on if the text comes at once. */
  clean: string;
  /** Whether the same is passed on however the text is cut. */
  anyCut: boolean;
  /** Sizes of chunks, and how many bytes are passed on after each. The last is of the end. */
  sizes: number[];
  passed: number[];
}

/** What this package passes on for each chunk and at the end. */
export function scrubbed(secrets: readonly string[], bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const scrubber = createScrubber({ patterns: patternsOf(secrets), onFound: () => undefined });
  const passed: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    passed.push(Buffer.from(scrubber.push(bytes.subarray(at, at + size))));
    at += size;
  }
  return [...passed, Buffer.from(scrubber.end())];
}

/** Equal chunks. */
export const sizesOf = (length: number, size: number) =>
  Array.from({ length: Math.ceil(length / size) }, (_, index) => Math.min(size, length - index * size));

/** The case, with what this package passes on. */
export function scrubCase({ name, secrets, bytes }: ScrubInput, index: number): ScrubCase {
  const { length } = bytes;
  const clean = Buffer.concat(scrubbed(secrets, bytes, [length]));
  const isSame = (size: number) =>
    Buffer.concat(scrubbed(secrets, bytes, sizesOf(length, size))).equals(clean);
  const sizes = sizesOf(length, [7, 23, 64, 1][index % 4] ?? 7);
  return {
    name,
    secrets,
    text: bytes.toString('base64'),
    clean: clean.equals(bytes) ? '' : clean.toString('base64'),
    anyCut: [1, 2, 3, 5, 16, 61].every(isSame),
    sizes: sizes.slice(0, 400),
    passed: scrubbed(
      secrets,
      bytes.subarray(
        0,
        sizes.slice(0, 400).reduce((sum, size) => sum + size, 0),
      ),
      sizes.slice(0, 400),
    ).map((part) => part.length),
  };
}
