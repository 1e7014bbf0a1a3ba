/** The partition of the due index that a connection is in. */
import { createHash } from 'node:crypto';
import { DUE_SHARD_PREFIX, DUE_SHARDS, DUE_SHARDS_READ } from '../../contract/table.ts';
import type { ConnectionKey } from '../stores.ts';

/**
 * Returns the partition of a connection. It is stable, and neither a large workspace nor a popular provider fills one
 * partition.
 */
export function dueShard({ workspaceId, connectionId }: ConnectionKey): string {
  // Ids hold no `/` (contract/identifiers.ts). One byte spreads evenly: the number of shards divides 256.
  const digest = createHash('sha256').update(`${workspaceId}/${connectionId}`).digest();
  return dueShardOf(digest.readUInt8(0) % DUE_SHARDS);
}

/** The attributes of the due index. Without a time they are removed, so the connection is not in the index. */
export function dueAttributes(key: ConnectionKey, dueAt: number | undefined) {
  return dueAt === undefined ? { dueShard: undefined, dueAt } : { dueShard: dueShard(key), dueAt };
}

/** The index partition of a shard number, from 0 to `DUE_SHARDS_READ` - 1. Throws RangeError. */
export function dueShardOf(shard: number): string {
  if (!Number.isInteger(shard) || shard < 0 || shard >= DUE_SHARDS_READ)
    throw new RangeError('no such due shard');
  return `${DUE_SHARD_PREFIX}${shard}`;
}
