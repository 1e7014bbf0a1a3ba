/** The client of the functions, which counts what each kind of request reads, writes and consumes, table by table. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDBClient } from '../../src/aws/dynamodb-client.ts';

export interface Counted {
  requests: number;
  /** Capacity units, as the table computes them from the sizes of items. */
  units: number;
  /** Items that a Scan looked at. */
  scanned: number;
}

/** By `<table> <operation>`. */
export type Counts = Record<string, Counted>;

export interface CountedClient {
  client: DynamoDBClient;
  /** What was counted since the last call. */
  take(): Counts;
  /** The starts of the pages that Scans asked for since the last call. */
  takePages(): string[];
}

interface Scan {
  TableName: string;
  Segment?: number;
  ExclusiveStartKey?: object;
}

/** Region, credentials and endpoint come from the environment variables of the SDK. */
export function countedClient(): CountedClient {
  const client = dynamoDBClient();
  let counts: Counts = {};
  let pages: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async ({ input, ...rest }) => {
        const { TableName, Segment, ExclusiveStartKey } = input as unknown as Scan;
        const operation = commandName.replace('Command', '');
        if (operation === 'Scan') pages.push(JSON.stringify([Segment, ExclusiveStartKey ?? null]));
        const told = { ...input, ReturnConsumedCapacity: 'TOTAL' } as unknown as typeof input;
        const result = await next({ input: told, ...rest });
        const { ConsumedCapacity, ScannedCount = 0 } = result.output as {
          ConsumedCapacity?: { CapacityUnits?: number };
          ScannedCount?: number;
        };
        const name = `${TableName} ${operation}`;
        const counted = counts[name] ?? { requests: 0, units: 0, scanned: 0 };
        counted.requests++;
        counted.units += ConsumedCapacity?.CapacityUnits ?? 0;
        counted.scanned += ScannedCount;
        counts[name] = counted;
        return result;
      },
    { step: 'initialize' },
  );
  return {
    client,
    take() {
      const taken = counts;
      counts = {};
      return taken;
    },
    takePages() {
      const taken = pages;
      pages = [];
      return taken;
    },
  };
}
