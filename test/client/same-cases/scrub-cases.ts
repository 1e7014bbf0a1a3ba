/** The form of the cases of scrub.json, and how this package is run on one. */
import { createScrubber, scrubBytes } from '../../../client/src/scrub-bytes.ts';
import { patternsOf } from '../../../client/src/secret-patterns.ts';
import type { ScrubInput } from './scrub-input.ts';

/** One text with its secrets, and what is passed on. Bytes are in base64. */
export interface ScrubCase {
  name: string;
  secrets: string[];
  text: string;
  /** What is passed on if the text comes at once. */
  clean: string;
  /** What is left of it as a complete text, such as a header's value; left out if that is `clean`. */
  complete?: string;
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

/** The same for a complete text. */
export const scrubbedAsWhole = (secrets: readonly string[], bytes: Buffer) =>
  Buffer.from(scrubBytes(bytes, { patterns: patternsOf(secrets), onFound: () => undefined }));

/** Equal chunks. */
export const sizesOf = (length: number, size: number) =>
  Array.from({ length: Math.ceil(length / size) }, (_, index) => Math.min(size, length - index * size));

/** The case, with what this package passes on. */
export function scrubCase({ name, secrets, bytes }: ScrubInput, index: number): ScrubCase {
  const { length } = bytes;
  const clean = Buffer.concat(scrubbed(secrets, bytes, [length]));
  const complete = scrubbedAsWhole(secrets, bytes);
  const isSame = (size: number) =>
    Buffer.concat(scrubbed(secrets, bytes, sizesOf(length, size))).equals(clean);
  const sizes = sizesOf(length, [7, 23, 64, 1][index % 4] ?? 7).slice(0, 400);
  const begin = bytes.subarray(
    0,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  return {
    name,
    secrets,
    text: bytes.toString('base64'),
    clean: clean.equals(bytes) ? '' : clean.toString('base64'),
    ...(!complete.equals(clean) && { complete: complete.toString('base64') }),
    anyCut: [1, 2, 3, 5, 16, 61].every(isSame),
    sizes,
    passed: scrubbed(secrets, begin, sizes).map((part) => part.length),
  };
}
