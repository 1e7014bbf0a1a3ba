/** Reads of calls in memory, over the items of the store that writes them. */
import { callBucketOf } from '../../src/broker/call-bucket.ts';
import type { ToolCall } from '../../src/broker/records.ts';
import type { CallBucket, CallPaging, CallReads, Page, ToolCallKey } from '../../src/broker/stores.ts';
import { CALL_NAMES } from '../../src/contract/table.ts';
import { type Items, keyOf, memoryRecords } from './memory-records.ts';

export function memoryCallReads(items: Items): CallReads {
  const { read } = memoryRecords<ToolCallKey, ToolCall>(items);
  let indexed = 0;
  const partitions = new Map<string, string[]>();
  /** The ids of a partition, newest first. Calls are only added, and a table of 100,000 is sorted once. */
  const idsOf = (at: CallBucket): string[] => {
    if (indexed !== items.size) index(items, partitions);
    indexed = items.size;
    return partitions.get(nameOf(at)) ?? [];
  };
  const page = async <T>(
    { bucket, ...day }: CallBucket,
    { limit, before }: CallPaging,
    one: (key: ToolCallKey, record: ToolCall) => T,
  ): Promise<Page<T>> => {
    const ids = idsOf({ bucket, ...day });
    const first = before === undefined ? 0 : ids.findIndex((id) => id < before);
    const taken = first < 0 ? [] : ids.slice(first, first + limit);
    const next = taken.length === limit ? taken.at(-1) : undefined;
    const found = taken.map((operationId) => {
      const key = { ...day, operationId };
      const { writeId: _, ...record } = structuredClone(items.get(keyOf(key)) ?? {});
      return one(key, record as unknown as ToolCall);
    });
    return { items: found, ...(next !== undefined && { next }) };
  };
  return {
    call: read,
    calls: (at, paging) => page(at, paging, (key, record) => ({ key, record })),
    names: (at, paging) =>
      page(at, paging, (_, record) => {
        const named = CALL_NAMES.filter((name) => record[name] !== undefined);
        return Object.fromEntries(named.map((name) => [name, record[name]])) as never;
      }),
  };
}

function index(items: Items, partitions: Map<string, string[]>): void {
  partitions.clear();
  for (const name of items.keys()) {
    const { operationId, ...day } = Object.fromEntries(JSON.parse(name)) as unknown as ToolCallKey;
    const partition = nameOf({ ...day, bucket: callBucketOf(operationId) });
    const ids = partitions.get(partition);
    if (ids) ids.push(operationId);
    else partitions.set(partition, [operationId]);
  }
  for (const ids of partitions.values()) ids.sort().reverse();
}

function nameOf({ workspaceId, day, bucket }: CallBucket): string {
  return `${workspaceId} ${day} ${bucket}`;
}
