/** Where one segment of a sweep over the whole table stands, and the form in which that is stored. */
import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import type { ItemPosition } from '../stores.ts';

/** What a sweep counts, by name. */
export type Counts = Record<string, number>;

/** A segment, and the item after which it goes on. */
export interface SegmentPosition {
  /** From 0. */
  segment: number;
  /** How many segments the table is divided into. */
  segments: number;
  after?: ItemPosition | undefined;
}

/** All that one segment needs to go on. It says nothing of other segments, so each can be lost alone. */
export interface SegmentCursor<C extends Counts> {
  /** When the segment was at its first page, in milliseconds since the epoch. */
  startedAt: number;
  /** How many pages were read since then. */
  pages: number;
  /** Found on these pages. */
  counts: C;
  /** Absent: the segment was read to its end. */
  after?: ItemPosition | undefined;
}

const Count = z.int().min(0);

/**
 * Reads a stored cursor whose counts have the names of `nothing`. Undefined: the text is none, or its segment began too long
 * ago, or in the future.
 */
export function parseCursor<C extends Counts>(
  text: string,
  { nothing, now }: { nothing: C; now: number },
): SegmentCursor<C> | undefined {
  const { success, data } = schemaOf(nothing).safeParse(jsonOf(text));
  if (!success || data.startedAt > now + LIMITS.cursorSkew) return undefined;
  if (data.startedAt <= now - LIMITS.sweepAge) return undefined;
  return data as SegmentCursor<C>;
}

function schemaOf(nothing: Counts) {
  const counts = Object.fromEntries(Object.keys(nothing).map((name) => [name, Count]));
  return z.strictObject({
    startedAt: z.int(),
    pages: Count,
    counts: z.strictObject(counts),
    after: z.strictObject({ pk: z.string().min(1), sk: z.string().min(1) }).optional(),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
