/** How many calls a workspace made on a day, counted out of their records: nothing is written for it when a call is made. */
import { BUCKETS } from '../call-bucket.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { CallBucket, CallNames, ToolCallKey } from '../stores.ts';

/** One server, tool, connection and outcome, and how many calls had them. */
export type CallCount = CallNames & { calls: number };

export interface DayOfCalls {
  /** How many calls there were. With `more`: {@link LIMITS.callsCounted}, and there were more. */
  total: number;
  more: boolean;
  /** The most frequent ones, {@link LIMITS.countsListed} at most; empty with `more`, since parts of a day say nothing of it. */
  counts: CallCount[];
  /** Calls that no entry of `counts` has. */
  unlisted: number;
}

/** Reads each partition of the day in chunks, and no more once the limit is exceeded. Damaged records count for nothing. */
export async function countCalls(
  { callReads }: Pick<Ports, 'callReads'>,
  day: Pick<ToolCallKey, 'workspaceId' | 'day'>,
): Promise<DayOfCalls> {
  const counted = new Map<string, CallCount>();
  let total = 0;
  const chunk = Math.ceil((1.25 * LIMITS.callsCounted) / BUCKETS.length);
  const count = async (at: CallBucket) => {
    let before: string | undefined;
    do {
      const { items, next } = await callReads.names(at, { limit: chunk, before });
      total += items.length;
      for (const names of items) add(counted, names);
      before = next;
    } while (before !== undefined && total <= LIMITS.callsCounted);
  };
  await Promise.all(BUCKETS.map((bucket) => count({ ...day, bucket })));
  if (total > LIMITS.callsCounted)
    return { total: LIMITS.callsCounted, more: true, counts: [], unlisted: LIMITS.callsCounted };
  // By their names where they are as frequent, so that the answer does not depend on which partition answers first.
  const counts = [...counted]
    .sort(([one, left], [other, right]) => right.calls - left.calls || (one < other ? -1 : 1))
    .map(([, count]) => count);
  const listed = counts.slice(0, LIMITS.countsListed);
  return { total, more: false, counts: listed, unlisted: total - sumOf(listed) };
}

function add(counted: Map<string, CallCount>, names: CallNames): void {
  const { server, tool, connectionId, outcome } = names;
  const key = JSON.stringify([server, tool ?? null, connectionId ?? null, outcome]);
  const count = counted.get(key) ?? { ...names, calls: 0 };
  counted.set(key, { ...count, calls: count.calls + 1 });
}

function sumOf(counts: CallCount[]): number {
  return counts.reduce((sum, { calls }) => sum + calls, 0);
}
