/** Queries of one partition of the table or of an index. The Scans are in sealed-rows.ts and restored-rows.ts. */
import { paginateQuery, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { PARTITION_KEY, SORT_KEY } from '../../contract/table.ts';
import { type Placeholders, placeholders } from './expression.ts';
import type { Item, Table } from './table.ts';

export interface Query {
  /** The key condition. */
  where: (at: Placeholders) => string;
  /** Absent: the table itself. */
  index?: string;
  /** Absent: every attribute, or every projected one of an index. Present: these and the keys. */
  attributes?: readonly string[];
  /** Not for an index: those are always eventually consistent. */
  consistent?: boolean;
  newestFirst?: boolean;
  /** Begins after this key, which for an index is the index's and the table's. */
  after?: Record<string, string | number> | undefined;
}

/** Every item, over all pages. */
export async function queryAll(table: Table, query: Query): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateQuery({ client: table.client }, request(table, query))) {
    items.push(...(page.Items ?? []));
  }
  return items;
}

/**
 * The first items, at most `limit`. DynamoDB cuts a page at 1 MB whatever the limit is: `cut` tells that it ended before
 * the partition did; `last` is where.
 */
export async function queryFirst(
  table: Table,
  limit: number,
  query: Query,
): Promise<{ items: Item[]; cut: boolean; last?: Item }> {
  const command = new QueryCommand({ ...request(table, query), Limit: limit });
  const { Items = [], LastEvaluatedKey } = await table.client.send(command);
  return LastEvaluatedKey
    ? { items: Items, cut: true, last: LastEvaluatedKey }
    : { items: Items, cut: false };
}

/** The key condition of a whole partition. */
export function partition(pk: string): Query['where'] {
  return (at) => `${at.name(PARTITION_KEY)} = ${at.value(pk)}`;
}

function request(table: Table, query: Query): QueryCommandInput {
  const at = placeholders();
  return {
    TableName: table.tableName,
    IndexName: query.index,
    KeyConditionExpression: query.where(at),
    ...(query.attributes && projection(query.attributes, at)),
    ...at.used(),
    ConsistentRead: query.consistent,
    ScanIndexForward: !query.newestFirst,
    ...(query.after && { ExclusiveStartKey: marshall(query.after) }),
  };
}

/** `Select` is stated, since the IAM statements that bind `dynamodb:Attributes` require it. */
function projection(attributes: readonly string[], at: Placeholders): Partial<QueryCommandInput> {
  const names = [PARTITION_KEY, SORT_KEY, ...attributes].map((attribute) => at.name(attribute));
  return { ProjectionExpression: names.join(', '), Select: 'SPECIFIC_ATTRIBUTES' };
}
