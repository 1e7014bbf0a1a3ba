/** Queries of one partition of the table or of an index. There is no Scan. */
import { paginateQuery, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
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
 * the partition did.
 */
export async function queryFirst(
  table: Table,
  limit: number,
  query: Query,
): Promise<{ items: Item[]; cut: boolean }> {
  const command = new QueryCommand({ ...request(table, query), Limit: limit });
  const { Items = [], LastEvaluatedKey } = await table.client.send(command);
  return { items: Items, cut: LastEvaluatedKey !== undefined };
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
  };
}

/** `Select` is stated, since the IAM statements that bind `dynamodb:Attributes` require it. */
function projection(attributes: readonly string[], at: Placeholders): Partial<QueryCommandInput> {
  const names = [PARTITION_KEY, SORT_KEY, ...attributes].map((attribute) => at.name(attribute));
  return { ProjectionExpression: names.join(', '), Select: 'SPECIFIC_ATTRIBUTES' };
}
