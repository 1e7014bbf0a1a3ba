/**
 * Sweeps over a whole table in parallel segments (`Scan` with `Segment` and `TotalSegments`). After each page the segment's
 * cursor is stored, so that whoever goes on reads at most the last page of each segment again.
 */
import type { Deadline } from '../ports.ts';
import type { ItemPosition } from '../stores.ts';
import { type PatiencePorts, patiently } from './patiently.ts';
import type { Counts, SegmentCursor, SegmentPosition } from './segment-cursor.ts';

/** Stores the cursors of one sweep. It gives back only what was stored for the same sweep, and nothing too old. */
export interface Cursors<C extends Counts> {
  read(segment: number): Promise<SegmentCursor<C> | undefined>;
  save(segment: number, cursor: SegmentCursor<C>): Promise<void>;
  forget(segment: number): Promise<void>;
}

/** What is done with the pages of a table. */
export interface Sweep<Page extends { next?: ItemPosition }, C extends Counts> {
  segments: number;
  /** All counts at zero. */
  nothing: C;
  page(at: SegmentPosition): Promise<Page>;
  /** Works on a page. It is repeated if the process dies before the page's cursor is stored. */
  settle(page: Page): Promise<C>;
  cursors: Cursors<C>;
}

/** Where a sweep stands, over all segments. */
export interface SweepState<C extends Counts> {
  /** When the first of the segments began, in milliseconds since the epoch. */
  startedAt: number;
  pages: number;
  counts: C;
  /** Whether every segment was read to its end. */
  isComplete: boolean;
}

/** The stored cursor of each segment. Undefined: the segment begins at its first page. */
export type Standing<C extends Counts> = readonly (SegmentCursor<C> | undefined)[];

/** Reads where a sweep stands. */
export function readStanding<C extends Counts>({
  segments,
  cursors,
}: Pick<Sweep<never, C>, 'segments' | 'cursors'>): Promise<Standing<C>> {
  return Promise.all(Array.from({ length: segments }, (_, segment) => cursors.read(segment)));
}

/** Forgets where a sweep stands: each segment begins at its first page. */
export async function forgetStanding<C extends Counts>({
  segments,
  cursors,
}: Pick<Sweep<never, C>, 'segments' | 'cursors'>): Promise<void> {
  await Promise.all(Array.from({ length: segments }, (_, segment) => cursors.forget(segment)));
}

/**
 * Goes on from where a sweep stands, until every segment is at its end or `until` has come. Each segment that is not at its
 * end reads at least one page. A complete sweep forgets its cursors. Throttling ends a segment early at `until`; any other
 * error of one segment ends all after their page, and is thrown.
 */
export async function runSweep<Page extends { next?: ItemPosition }, C extends Counts>(
  ports: PatiencePorts,
  sweep: Sweep<Page, C>,
  { standing, until }: { standing: Standing<C>; until: Deadline },
): Promise<SweepState<C>> {
  const run = { isFailing: false };
  const ended = await Promise.allSettled(
    standing.map((stored, segment) =>
      sweepSegment(ports, sweep, { segment, stored, until, run }).catch((error) => {
        run.isFailing = true;
        throw error;
      }),
    ),
  );
  const cursors = ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const state = stateOf(cursors, { nothing: sweep.nothing, now: ports.clock.now() });
  if (state.isComplete) await forgetStanding(sweep);
  return state;
}

interface OneSegment<C extends Counts> {
  segment: number;
  stored: SegmentCursor<C> | undefined;
  until: Deadline;
  run: { isFailing: boolean };
}

async function sweepSegment<Page extends { next?: ItemPosition }, C extends Counts>(
  ports: PatiencePorts,
  { segments, nothing, page, settle, cursors }: Sweep<Page, C>,
  { segment, stored, until, run }: OneSegment<C>,
): Promise<SegmentCursor<C> | undefined> {
  if (stored && !stored.after) return stored;
  let cursor = stored;
  const startedAt = cursor?.startedAt ?? ports.clock.now();
  try {
    do {
      const at = { segment, segments, after: cursor?.after };
      const read = await patiently(ports, until, () => page(at));
      const counts = sum(cursor?.counts ?? nothing, await settle(read));
      const next = { startedAt, pages: (cursor?.pages ?? 0) + 1, counts, after: read.next };
      // What one page was found to be is stored with the place behind it, or not at all.
      await patiently(ports, until, () => cursors.save(segment, next));
      cursor = next;
    } while (cursor.after && !run.isFailing && ports.clock.now() < until);
  } catch (error) {
    if (!ports.isThrottled(error)) throw error;
  }
  return cursor;
}

/** Counts of the same names, added up. */
export function sum<C extends Counts>(one: C, other: C): C {
  return Object.fromEntries(
    Object.entries(one).map(([name, count]) => [name, count + (other[name] ?? 0)]),
  ) as C;
}

/** Where a sweep with these cursors stands. Without any it begins `now`. */
export function stateOf<C extends Counts>(
  cursors: Standing<C>,
  { nothing, now }: { nothing: C; now: number },
): SweepState<C> {
  const begun = cursors.filter((cursor) => cursor !== undefined);
  return {
    startedAt: Math.min(now, ...begun.map(({ startedAt }) => startedAt)),
    pages: begun.reduce((pages, cursor) => pages + cursor.pages, 0),
    counts: begun.map(({ counts }) => counts).reduce(sum, nothing),
    isComplete: begun.length === cursors.length && begun.every(({ after }) => !after),
  };
}
