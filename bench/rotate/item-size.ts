/** What an item weighs (DynamoDB Developer Guide, "DynamoDB item sizes and formats"). dynalite's own Scan counts too little. */
import { type AttributeValue, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';

/** Bytes that a read unit reads, strongly consistent. */
const READ_UNIT = 4 * 1024;

export interface ItemSizes {
  /** Bytes, over all items of the table. */
  average: number;
  /** … and over those with sealed tokens. */
  sealed: number;
}

export async function itemSizes(client: DynamoDBClient, tableName: string): Promise<ItemSizes> {
  const [all, sealed]: [number[], number[]] = [[], []];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName }))
    for (const item of Items) {
      all.push(membersSize(item));
      if (item.sealedAccess) sealed.push(membersSize(item));
    }
  return { average: mean(all), sealed: mean(sealed) };
}

/** Units of pages that looked at so many items together. Each page is rounded up, by half a unit on average. */
export function scanUnits(
  { scanned, pages }: { scanned: number; pages: number },
  { average, isConsistent }: { average: number; isConsistent: boolean },
): number {
  return ((scanned * average) / READ_UNIT + pages / 2) * (isConsistent ? 1 : 0.5);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function membersSize(members: Record<string, AttributeValue>): number {
  return Object.entries(members).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value),
    0,
  );
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  // About one byte for two digits, and one more.
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.B !== undefined) return value.B.length;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, each) => sum + 1 + sizeOf(each), 0);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + membersSize(value.M);
  return 1;
}
