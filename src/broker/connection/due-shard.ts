/** Which partition of the due index a connection waits in. */
import { createHash } from 'node:crypto';
import { DUE_SHARD_PREFIX, DUE_SHARDS, DUE_SHARDS_READ } from '../../contract/table.ts';
import type { ConnectionKey } from '../stores.ts';

/** Stable and even: neither one large workspace nor one popular provider fills a single partition. */
export function dueShard({ workspaceId, connectionId }: ConnectionKey): string {
  // Ids hold no `/` (contract/identifiers.ts). 256 divides by the eight shards, so one byte is even.
  const digest = createHash('sha256').update(`${workspaceId}/${connectionId}`).digest();
  return dueShardOf(digest.readUInt8(0) % DUE_SHARDS);
}

/** The index partition of a shard number, from 0 to `DUE_SHARDS_READ` - 1. */
export function dueShardOf(shard: number): string {
  if (!Number.isInteger(shard) || shard < 0 || shard >= DUE_SHARDS_READ)
    throw new RangeError('no such due shard');
  return `${DUE_SHARD_PREFIX}${shard}`;
}
