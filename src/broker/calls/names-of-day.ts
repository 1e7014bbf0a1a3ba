/** What the calls of one day are counted by, out of all partitions of the day, and no more once a limit is exceeded. */
import { BUCKETS } from '../call-bucket.ts';
import type { Ports } from '../ports.ts';
import type { CallBucket, CallNames, ToolCallKey } from '../stores.ts';

/** What counts are narrowed to. */
export interface CountFilter {
  connection?: string | undefined;
  server?: string | undefined;
}

/** The names of calls of one day. */
export interface NamesOfDay {
  names: CallNames[];
  /** Whether calls of the day were not read, since there were more than the limit. */
  more: boolean;
}

/**
 * Reads the partitions of the day in chunks, all at once: about twice `limit` is read at most. Damaged records count for nothing.
 * Rejects if the table does not answer.
 */
export async function namesOfDay(
  { callReads }: Pick<Ports, 'callReads'>,
  day: Pick<ToolCallKey, 'workspaceId' | 'day'>,
  limit: number,
): Promise<NamesOfDay> {
  const names: CallNames[] = [];
  const chunk = Math.max(Math.ceil((1.25 * limit) / BUCKETS.length), 1);
  const read = async (at: CallBucket): Promise<boolean> => {
    let before: string | undefined;
    do {
      const { items, next } = await callReads.names(at, { limit: chunk, before });
      names.push(...items);
      before = next;
    } while (before !== undefined && names.length <= limit);
    return before !== undefined;
  };
  const rests = await Promise.all(BUCKETS.map((bucket) => read({ ...day, bucket })));
  return { names, more: names.length > limit && rests.includes(true) };
}

/** Whether a call counts under the filter. */
export function isCounted({ connectionId, server }: CallNames, filter: CountFilter): boolean {
  return (
    (filter.connection === undefined || connectionId === filter.connection) &&
    (filter.server === undefined || server === filter.server)
  );
}
