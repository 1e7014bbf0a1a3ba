/** What a million injections cost, from what was counted and the price list. */
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { LIMITS } from '../../src/broker/limits.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { newEvent } from '../event.ts';
import { PRICES } from '../prices.ts';
import { ENVIRONMENT, SERVER, TABLE, WORKSPACE } from '../scene.ts';
import type { Endpoints } from '../stand-ins.ts';
import type { CountedInjections } from './counted.ts';

/** What only AWS can tell. */
export const ASSUMED = {
  /** Two round trips to DynamoDB side by side take a few; billed in whole ones. */
  milliseconds: 10,
  /** As lib/functions/token-injector.ts sets it. */
  gigabytes: 1,
  /** A process asks KMS again when the data key's age is up, however many calls came in between. */
  callsPerSecondAndProcess: 1,
  /** START, END and REPORT of an invocation in JSON. */
  lambdaLogBytes: 700,
};

export interface CostLine {
  what: string;
  /** For a million injections. */
  dollars: number;
}

export interface Capacity {
  readUnits: number;
  writeUnits: number;
}

/** What DynamoDB charges for the read of the connection and for one mark, by their sizes. */
export async function capacityOf({ dynamodb }: Endpoints): Promise<Capacity> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new DynamoDBClient({ endpoint: dynamodb, region: ENVIRONMENT.AWS_REGION, credentials });
  const told = { TableName: TABLE, ReturnConsumedCapacity: 'TOTAL' } as const;
  const Key = { pk: { S: `conn#${WORKSPACE}` }, sk: { S: 'google' } };
  const read = await client.send(new GetItemCommand({ ...told, Key, ConsistentRead: true }));
  const day = new Date().toISOString().slice(0, 10);
  const marks = await client.send(
    new QueryCommand({
      TableName: TABLE,
      Limit: 1,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `call#${WORKSPACE}#${day}` } },
    }),
  );
  // The same size in another place: only a write tells what a write costs.
  const Item = { ...marks.Items?.[0], pk: { S: 'bench' }, sk: { S: newEvent().operation.id } };
  const write = await client.send(new PutItemCommand({ ...told, Item }));
  client.destroy();
  return {
    readUnits: read.ConsumedCapacity?.CapacityUnits ?? Number.NaN,
    writeUnits: write.ConsumedCapacity?.CapacityUnits ?? Number.NaN,
  };
}

export function costOfAMillion(counted: CountedInjections, capacity: Capacity): CostLine[] {
  const { injections, reads, writes } = counted;
  const { milliseconds, gigabytes, callsPerSecondAndProcess } = ASSUMED;
  const each = (count: number, price: { dollars: number }) => (count / injections) * price.dollars;
  const renewals = 1_000_000 / (callsPerSecondAndProcess * (LIMITS.dataKeyAge / 1_000));
  return [
    { what: 'DynamoDB, marks written', dollars: each(writes, PRICES.dynamodbWrite) * capacity.writeUnits },
    { what: 'DynamoDB, connections read', dollars: each(reads, PRICES.dynamodbRead) * capacity.readUnits },
    { what: 'Lambda, requests', dollars: PRICES.lambdaRequest.dollars },
    {
      what: `Lambda, duration (${milliseconds} ms assumed, ${gigabytes} GB)`,
      dollars: (milliseconds / 1_000) * gigabytes * PRICES.lambdaDuration.dollars,
    },
    {
      what: `KMS (a process called ${callsPerSecondAndProcess} time a second assumed)`,
      dollars: (renewals / 1_000_000) * PRICES.kmsRequest.dollars,
    },
    { what: 'CloudWatch Logs', dollars: (lineBytes() / 1_000) * PRICES.logs.dollars },
  ];
}

/** Of the line that an injection writes, and of Lambda's own. */
function lineBytes(): number {
  let own = 0;
  const log = createJsonLog((line) => {
    own = Buffer.byteLength(line) + 1;
  });
  const { operation, workspaceId } = newEvent();
  log.info('injection', { workspaceId, server: SERVER, operationId: operation.id, outcome: 'injected' });
  return own + ASSUMED.lambdaLogBytes;
}
