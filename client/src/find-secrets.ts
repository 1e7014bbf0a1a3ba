/** Finds secrets in bytes: written in any way, and within base64, which is decoded once. Pure. */
import { type Base64Run, base64Runs } from './base64-runs.ts';
import { findPatterns, type Span } from './find-patterns.ts';
import { type Input, inputOf } from './read-character.ts';
import type { PatternSet } from './secret-patterns.ts';

/** What was found in bytes of which more may come. */
export interface Secrets {
  /** In order and apart. */
  spans: Span[];
  /** Up to here the bytes have been looked through. The rest is looked at again together with what comes. */
  sure: number;
}

/** A byte that is only passed over, or decoded, takes about this part of the time of a step. */
const BYTES_OF_STEP = 16;

/** Looks through the bytes. With `isWhole` no more bytes come. @throws {ResponseRefused} `unsearchable` */
export function findSecrets(input: Input, patterns: PatternSet, isWhole: boolean): Secrets {
  input.stepsLeft -= input.bytes.length / BYTES_OF_STEP;
  const found = findPatterns(input, patterns, isWhole);
  const spans = [...found.spans];
  let sure = found.open;
  let openRun: Base64Run | undefined;
  for (const run of base64Runs(input, isWhole)) {
    const within = findWithin(input, run, patterns);
    spans.push(...within.spans);
    sure = Math.min(sure, within.sure);
    if (run.isOpen) openRun = run;
  }
  const united = unite(spans);
  return { spans: united, sure: isWhole ? sure : cutBetween(sure, united, openRun) };
}

/** What stands in a decoded run, at the places of the characters that were decoded. */
function findWithin(input: Input, run: Base64Run, patterns: PatternSet): Secrets {
  const { decoded, isOpen } = run;
  input.stepsLeft -= decoded.length / BYTES_OF_STEP;
  const inner = inputOf(decoded, input.stepsLeft);
  const { spans, open } = findPatterns(inner, patterns, !isOpen);
  input.stepsLeft = inner.stepsLeft;
  return {
    spans: spans.map(({ start, end }) => ({
      start: placeOf(run, Math.floor((start * 4) / 3)).start,
      end: placeOf(run, Math.ceil((end * 4) / 3) - 1).end,
    })),
    sure:
      open < decoded.length ? placeOf(run, groupOf(Math.floor((open * 4) / 3))).start : input.bytes.length,
  };
}

function placeOf({ places }: Base64Run, index: number): Span {
  if ('start' in places) return { start: places.start + index, end: places.start + index + 1 };
  return places[index] as Span;
}

/** Four characters are three bytes. */
const groupOf = (index: number) => index - (index % 4);

/** Two ways to read the same bytes can find the same secret. */
function unite(spans: readonly Span[]): Span[] {
  const united: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const last = united.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else united.push({ ...span });
  }
  return united;
}

/** The last place up to `sure` that is neither within a secret nor within a group of base64 characters that may go on. */
function cutBetween(sure: number, spans: readonly Span[], run: Base64Run | undefined): number {
  const span = spans.find(({ start, end }) => start < sure && sure < end);
  const cut = Math.min(span?.start ?? sure, run ? groupBefore(run, sure) : sure);
  return cut === sure ? sure : cutBetween(cut, spans, run);
}

/** The start of the group in which the place stands, or of the last group if that is not complete. */
function groupBefore(run: Base64Run, place: number): number {
  const { length } = run.places;
  let before = 0;
  let above = length;
  // A binary search for the number of characters before the place.
  while (before < above) {
    const middle = (before + above) >> 1;
    if (placeOf(run, middle).start < place) before = middle + 1;
    else above = middle;
  }
  const group = groupOf(before);
  return group === before && !(before < length && placeOf(run, before).start < place)
    ? place
    : placeOf(run, group).start;
}
