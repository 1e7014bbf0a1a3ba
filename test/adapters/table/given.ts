/** What the parts of the contract are given, and the table's raw items, past the adapter. */
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../../src/aws/table/item-keys.ts';
import type { Item, Table } from '../../../src/aws/table/table.ts';

/** A function, since the table exists only once the tests run. */
export type Given = () => Table & { endpoint: string };

let workspaces = 0;

/** A workspace that no other test uses. */
export function newWorkspace(): string {
  workspaces += 1;
  return `ws-${workspaces}`;
}

export async function rawItem({ client, tableName }: Table, key: ItemKey): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName: tableName, Key: marshall(key), ConsistentRead: true });
  return (await client.send(command)).Item;
}

export async function putRawItem({ client, tableName }: Table, item: Item): Promise<void> {
  await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
}
