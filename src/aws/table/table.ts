/** Which table the stores of this folder work on, and where they report what they cannot decode. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Log } from '../../broker/ports.ts';

export interface Table {
  client: DynamoDBClient;
  tableName: string;
  /** Told of damaged items that a list leaves out. */
  log?: Pick<Log, 'error'>;
}

/** An item as DynamoDB answers it. */
export type Item = Record<string, AttributeValue>;
