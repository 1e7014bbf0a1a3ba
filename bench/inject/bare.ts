/**
 * The reference of a warm injection: a client of the same SDK in its default configuration, doing the read and the write that
 * an injection needs, and nothing else. The item that is written is the size of the mark.
 */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Event } from '../event.ts';

const client = new DynamoDBClient();
const { CONNECTIONS_TABLE: TableName } = process.env;

export async function handler({ workspaceId, operation }: Event): Promise<unknown> {
  const now = Date.now();
  const day = new Date(now).toISOString().slice(0, 10);
  const Item = {
    pk: { S: `call#${workspaceId}#${day}` },
    sk: { S: operation.id },
    at: { N: String(now) },
    server: { S: operation.server },
    tool: { S: operation.tool },
    connectionId: { S: 'google' },
    outcome: { S: 'injected' },
    ttl: { N: String(Math.ceil(now / 1_000) + 7_776_000) },
    writeId: { S: 'AAAAAAAAAAAAAAAAAAAAAA' },
  };
  const ConditionExpression = 'attribute_not_exists(pk)';
  const Key = { pk: { S: `conn#${workspaceId}` }, sk: { S: 'google' } };
  const [, answer] = await Promise.all([
    client.send(new PutItemCommand({ TableName, Item, ConditionExpression })),
    client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true })),
  ]);
  return answer.Item;
}
