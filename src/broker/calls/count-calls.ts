/** How many calls a workspace made, counted out of their records: nothing is written for it when a call is made. */
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { CallNames } from '../stores.ts';
import { type CountFilter, isCounted, namesOfDay } from './names-of-day.ts';

/** One server, tool, connection and outcome, and how many calls had them. */
export type CallCount = CallNames & { calls: number };

/** The calls of a workspace on these days, which match the filter. */
export interface CountInput {
  workspaceId: string;
  /** `YYYY-MM-DD` in UTC. */
  days: readonly string[];
  filter: CountFilter;
}

export interface CountedCalls {
  /** How many calls there were. With `more`: at least so many. */
  total: number;
  /** Whether more calls would have to be read than the limit of a day or of several. */
  more: boolean;
  /** The most frequent ones, {@link LIMITS.countsListed} at most; empty with `more`, since a part of the calls says nothing of them. */
  counts: CallCount[];
  /** Calls that no entry of `counts` has. */
  unlisted: number;
}

/** Reads about twice {@link LIMITS.callsCounted} calls of one day at most, or {@link LIMITS.callsOfSpan} of several, day by day. */
export async function countCalls(
  ports: Pick<Ports, 'callReads'>,
  { workspaceId, days, filter }: CountInput,
): Promise<CountedCalls> {
  const counted = new Map<string, CallCount>();
  const limit = days.length === 1 ? LIMITS.callsCounted : LIMITS.callsOfSpan;
  let read = 0;
  let total = 0;
  for (const day of days) {
    const { names } = await namesOfDay(ports, { workspaceId, day }, limit - read);
    read += names.length;
    const wanted = names.filter((each) => isCounted(each, filter));
    total = Math.min(total + wanted.length, limit);
    for (const each of wanted) add(counted, each);
    if (read > limit) return { total, more: true, counts: [], unlisted: total };
  }
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
