/** One segment of a parallel Scan, as DynamoDB's API names it. */
import type { ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { SegmentPosition } from '../../broker/sweep/segment-cursor.ts';
import { PARTITION_KEY, SORT_KEY } from '../../contract/table.ts';

/**
 * The members of a Scan that reads a segment from a position. The key that a page ended with is good for the same segment of
 * as many segments alone (DynamoDB API Reference, Scan, `ExclusiveStartKey`).
 */
export function segmentOf({
  segment,
  segments,
  after,
}: SegmentPosition): Pick<ScanCommandInput, 'Segment' | 'TotalSegments' | 'ExclusiveStartKey'> {
  return {
    Segment: segment,
    TotalSegments: segments,
    ...(after && { ExclusiveStartKey: { [PARTITION_KEY]: { S: after.pk }, [SORT_KEY]: { S: after.sk } } }),
  };
}
