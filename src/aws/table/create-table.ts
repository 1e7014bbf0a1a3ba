/** Creates the tables for local use and tests. The CDK constructs create deployed tables from the same constants. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { ACCOUNT_INDEX, DUE_INDEX, PARTITION_KEY, SORT_KEY } from '../../contract/table.ts';

/** Creates the table unless it exists, and resolves when it is active. */
export function createTable(client: DynamoDBClient, tableName: string): Promise<void> {
  return create(client, { TableName: tableName, ...MAIN_TABLE });
}

/** Creates the table of calls unless it exists, and resolves when it is active. */
export function createCallsTable(client: DynamoDBClient, tableName: string): Promise<void> {
  return create(client, { TableName: tableName, ...CALLS_TABLE });
}

async function create(client: DynamoDBClient, input: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(input));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  // The waiter's default delay is 20 s, but a local table is active at once.
  await waitUntilTableExists(
    { client, minDelay: 0.1, maxDelay: 1, maxWaitTime: 60 },
    { TableName: input.TableName },
  );
}

export type TableDefinition = Omit<CreateTableCommandInput, 'TableName'>;

/** The table of calls. */
export const CALLS_TABLE: TableDefinition = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: PARTITION_KEY, AttributeType: 'S' },
    { AttributeName: SORT_KEY, AttributeType: 'S' },
  ],
  KeySchema: keySchema(PARTITION_KEY, SORT_KEY),
};

/** The main table, with its indexes. */
export const MAIN_TABLE: TableDefinition = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: PARTITION_KEY, AttributeType: 'S' },
    { AttributeName: SORT_KEY, AttributeType: 'S' },
    { AttributeName: DUE_INDEX.partition, AttributeType: 'S' },
    { AttributeName: DUE_INDEX.sort, AttributeType: 'N' },
    { AttributeName: ACCOUNT_INDEX.partition, AttributeType: 'S' },
  ],
  KeySchema: keySchema(PARTITION_KEY, SORT_KEY),
  GlobalSecondaryIndexes: [
    {
      IndexName: DUE_INDEX.name,
      KeySchema: keySchema(DUE_INDEX.partition, DUE_INDEX.sort),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...DUE_INDEX.projected] },
    },
    {
      IndexName: ACCOUNT_INDEX.name,
      KeySchema: keySchema(ACCOUNT_INDEX.partition),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

function keySchema(partition: string, sort?: string): KeySchemaElement[] {
  const hash = { AttributeName: partition, KeyType: 'HASH' } as const;
  return sort === undefined ? [hash] : [hash, { AttributeName: sort, KeyType: 'RANGE' }];
}
