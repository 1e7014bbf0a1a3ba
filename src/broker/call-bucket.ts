import { createHash } from 'node:crypto';
import { CALL_BUCKETS } from '../contract/table.ts';

/**
 * The bucket of an operation id, from 0 to `CALL_BUCKETS` - 1: the first hexadecimal digit of its SHA-256. An id always meets
 * itself, and the ids of one moment, which begin alike, are spread evenly. Pure.
 */
export function callBucketOf(operationId: string): number {
  const first = createHash('sha256').update(operationId).digest()[0] ?? 0;
  return first >> 4;
}

/** All buckets of a day. */
export const BUCKETS: readonly number[] = Array.from({ length: CALL_BUCKETS }, (_, bucket) => bucket);
