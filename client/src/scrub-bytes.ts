/** Removes secrets from a stream, even if they are split between chunks, and from texts. */

import type { Span } from './find-patterns.ts';
import { findSecrets } from './find-secrets.ts';
import { LIMITS } from './limits.ts';
import { inputOf } from './read-character.ts';
import { REMOVED } from './removed.ts';
import type { PatternSet } from './secret-patterns.ts';

/** Removes secrets from a stream of chunks. */
export interface Scrubber {
  /**
   * Adds a chunk and returns the bytes that are clean. It holds back an end that could be the beginning of a secret, at most as
   * many bytes as the longest form of a secret has. @throws {ResponseRefused} `unsearchable`
   */
  push(chunk: Uint8Array): Uint8Array<ArrayBuffer>;
  /** Returns the bytes that were held back, at the end of the stream. @throws {ResponseRefused} `unsearchable` */
  end(): Uint8Array<ArrayBuffer>;
}

/** What to look for, and a report of each part in which something was found. */
export interface Search {
  /** Read for each chunk, because a secret may become known while a stream is open. */
  patterns: PatternSet;
  onFound: () => void;
  /** What is left for all parts of one answer. Default: each part has its own. */
  budget?: SearchBudget;
}

/** Steps of the search in one answer. */
export interface SearchBudget {
  left: number;
  /** How many may still be added for further bytes. */
  more: number;
}

/** The budget of one answer, with so many steps in all. */
export function searchBudget(inAll: number): SearchBudget {
  return { left: LIMITS.searchSteps, more: inAll - LIMITS.searchSteps };
}

type Looking = Pick<Search, 'patterns'> & { budget: SearchBudget; fresh: number; isWhole: boolean };

/** Looks through bytes, of which `fresh` were not looked at before, and spends steps. */
function look(bytes: Uint8Array, search: Looking) {
  const { budget, patterns, fresh, isWhole } = search;
  const added = Math.min(fresh * LIMITS.searchStepsOfByte, budget.more);
  const input = inputOf(bytes, budget.left + added);
  budget.more -= added;
  try {
    return findSecrets(input, patterns, isWhole);
  } finally {
    budget.left = input.stepsLeft;
  }
}

/** Creates a scrubber. Complete events pass at once. */
export function createScrubber(search: Search): Scrubber {
  let held: Uint8Array = new Uint8Array();
  const { budget = searchBudget(LIMITS.searchStepsInAll) } = search;
  function add(chunk: Uint8Array, isWhole: boolean): Uint8Array<ArrayBuffer> {
    const bytes = Buffer.concat([held, chunk]);
    const { spans, sure } = look(bytes, { patterns: search.patterns, budget, fresh: chunk.length, isWhole });
    const gone = spans.filter(({ end }) => end <= sure);
    if (gone.length > 0) search.onFound();
    held = bytes.subarray(sure);
    return without(bytes.subarray(0, sure), gone);
  }
  return { push: (chunk) => add(chunk, false), end: () => add(new Uint8Array(), true) };
}

/** A complete text, such as a header's value, without secrets. @throws {ResponseRefused} `unsearchable` */
export function scrubText(text: string, search: Search): string {
  const bytes = Buffer.from(text);
  const clean = scrubBytes(bytes, search);
  return clean === bytes ? text : Buffer.from(clean).toString();
}

/** Complete bytes without secrets; the same object if there are none. @throws {ResponseRefused} `unsearchable` */
export function scrubBytes(bytes: Uint8Array, search: Search): Uint8Array {
  const { budget = searchBudget(LIMITS.searchStepsAtOnce) } = search;
  const { spans } = look(bytes, { patterns: search.patterns, budget, fresh: bytes.length, isWhole: true });
  if (spans.length === 0) return bytes;
  search.onFound();
  return without(bytes, spans);
}

/** The bytes with a placeholder for each span. */
function without(bytes: Uint8Array, spans: readonly Span[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let rest = 0;
  for (const { start, end } of spans) {
    parts.push(bytes.subarray(rest, start), placeholder(bytes, start));
    rest = end;
  }
  return Buffer.concat([...parts, bytes.subarray(rest)]);
}

/** In the width of the characters that it replaces, so that the rest of an answer in UTF-16 can be read. */
function placeholder(bytes: Uint8Array, start: number): Uint8Array {
  let nuls = 0;
  while (nuls < 3 && bytes[start + 1 + nuls] === 0) nuls += 1;
  return Buffer.from([...REMOVED].join('\0'.repeat(nuls)));
}
