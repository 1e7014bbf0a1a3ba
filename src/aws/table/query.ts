/** Queries one partition of the table or of an index. The Scans are in sealed-rows.ts and restored-rows.ts. */
import { paginateQuery, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY, SORT_KEY } from '../../contract/table.ts';
import { attributesOf } from './encode.ts';
import { type Placeholders, placeholders } from './expression.ts';
import type { Item, Table } from './table.ts';

/** One query. */
export interface Query {
  /** The key condition. */
  where: (at: Placeholders) => string;
  /** Name of an index; absent for the table itself. */
  index?: string;
  /** The attributes to return besides the keys. Absent: all, or all that the index projects. */
  attributes?: readonly string[];
  /** Strongly consistent read; an index does not support it. */
  consistent?: boolean;
  newestFirst?: boolean;
  /** The query begins after this key. For an index it contains the keys of the index and of the table. */
  after?: Record<string, string | number> | undefined;
}

/** All items of all pages. */
export async function queryAll(table: Table, query: Query): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateQuery({ client: table.client }, request(table, query))) {
    items.push(...(page.Items ?? []));
  }
  return items;
}

/**
 * The first items, at most `limit`. DynamoDB also ends a page at 1 MB. `cut`: the page ended before the partition, at the
 * key `last`.
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
    ...(query.after && { ExclusiveStartKey: attributesOf(query.after) }),
  };
}

/** `Select` is set because the IAM statements with `dynamodb:Attributes` require it. */
function projection(attributes: readonly string[], at: Placeholders): Partial<QueryCommandInput> {
  const names = [PARTITION_KEY, SORT_KEY, ...attributes].map((attribute) => at.name(attribute));
  return { ProjectionExpression: names.join(', '), Select: 'SPECIFIC_ATTRIBUTES' };
}
