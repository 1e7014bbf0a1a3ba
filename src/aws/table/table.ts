/** The table on which the stores of this folder work, and their log. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Log } from '../../broker/ports.ts';

/** A table and the client to reach it. */
export interface Table {
  client: DynamoDBClient;
  tableName: string;
  /** Receives an error for each damaged item that a list leaves out. */
  log?: Pick<Log, 'error'>;
}

/** An item as DynamoDB returns it. */
export type Item = Record<string, AttributeValue>;
