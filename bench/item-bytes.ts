/** The size of an item as DynamoDB bills its storage. Pure. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** For each item and each entry of an index (developer guide, "Estimating item sizes and storage"). */
export const OVERHEAD = 100;

/**
 * Names and values in bytes, and the overhead (DynamoDB developer guide, "DynamoDB item sizes and formats"): text and binary as they
 * are, a number about a byte for two digits and one more, a truth value one byte, three bytes more for a list or a map.
 */
export function storedBytes(item: Record<string, AttributeValue>): number {
  return OVERHEAD + sizeOf(item);
}

function sizeOf(map: Record<string, AttributeValue>): number {
  return Object.entries(map).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes({ S, N, B, L, M, SS }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (B !== undefined) return B.byteLength;
  if (L !== undefined) return L.reduce((sum, value) => sum + 1 + valueBytes(value), 3);
  if (M !== undefined) return 3 + sizeOf(M);
  if (SS !== undefined) return SS.reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  return 1;
}
