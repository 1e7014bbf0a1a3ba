/**
 * The calls of one day, newest first, out of the partitions over which they are spread. What is read beyond what is taken is
 * bounded: a chunk of each partition.
 */
import { BUCKETS } from '../call-bucket.ts';
import type { Ports } from '../ports.ts';
import type { ToolCall } from '../records.ts';
import type { CallBucket, CallPaging, Keyed, ToolCallKey } from '../stores.ts';

/** One call with its key. */
export type CallEntry = Keyed<ToolCallKey, ToolCall>;

/** Of a partition, where a reader takes more than it said. */
const LARGEST_CHUNK = 64;

/** The calls of a partition that were read and not taken yet. */
interface Stream {
  at: CallBucket;
  entries: CallEntry[];
  /** How many calls are read next. */
  chunk: number;
  /** Where its next chunk begins. Absent: nothing is left to read. */
  next?: string | undefined;
}

/**
 * Yields the calls whose ids come before `before`, or all; a reader stops when it has enough. `limit`: how many it wants about.
 * Rejects if the table does not answer.
 */
export async function* newestCalls(
  { callReads }: Pick<Ports, 'callReads'>,
  day: Pick<ToolCallKey, 'workspaceId' | 'day'>,
  { limit, before }: CallPaging,
): AsyncGenerator<CallEntry> {
  const first = Math.ceil((1.25 * limit) / BUCKETS.length) + 4;
  const read = async (stream: Stream, from: string | undefined) => {
    const { items, next } = await callReads.calls(stream.at, { limit: stream.chunk, before: from });
    stream.entries.push(...items);
    stream.next = next;
    // Whoever takes more than it said looks for something rare.
    stream.chunk = Math.min(2 * stream.chunk, Math.max(first, LARGEST_CHUNK));
  };
  const streams = BUCKETS.map((bucket): Stream => ({ at: { ...day, bucket }, entries: [], chunk: first }));
  await Promise.all(streams.map((stream) => read(stream, before)));
  while (true) {
    for (const stream of streams)
      while (stream.entries.length === 0 && stream.next !== undefined) await read(stream, stream.next);
    const newest = streams.reduce((left, right) => (idOf(right) > idOf(left) ? right : left));
    const entry = newest.entries.shift();
    if (!entry) return;
    yield entry;
  }
}

/** Of the newest call of a stream; an empty stream comes after every id. */
function idOf({ entries }: Stream): string {
  return entries[0]?.key.operationId ?? '';
}
