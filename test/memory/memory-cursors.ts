/** Cursors of a sweep in memory: one store is one sweep. */
import type { Cursors } from '../../src/broker/sweep/run-sweep.ts';
import type { Counts, SegmentCursor } from '../../src/broker/sweep/segment-cursor.ts';

export function memoryCursors<C extends Counts>(
  stored = new Map<number, SegmentCursor<C>>(),
): Cursors<C> & { stored: Map<number, SegmentCursor<C>> } {
  return {
    stored,
    read: async (segment) => stored.get(segment),
    save: async (segment, cursor) => void stored.set(segment, cursor),
    forget: async (segment) => void stored.delete(segment),
  };
}
