/** What a restore to this moment would be: every item, under another name. */
import { type DynamoDBClient, PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { createTable } from '../../src/aws/table/create-table.ts';

export async function copyTable(client: DynamoDBClient, from: string, to: string): Promise<void> {
  await createTable(client, to);
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from }))
    await Promise.all(Items.map((Item) => client.send(new PutItemCommand({ TableName: to, Item }))));
}
