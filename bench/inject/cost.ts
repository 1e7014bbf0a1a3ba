/** What a million injections cost, from what was counted and the price list. */
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { LIMITS } from '../../src/broker/limits.ts';
import { HOUR } from '../../src/contract/durations.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { newEvent } from '../event.ts';
import { storedBytes } from '../item-bytes.ts';
import { PRICES } from '../prices.ts';
import { CALLS_TABLE, ENVIRONMENT, SERVER, TABLE, WORKSPACE } from '../scene.ts';
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
  /** A connection notes its use once in each hour in which it has calls. */
  callsOfAConnectionAnHour: 20,
};
/** For so long marks are kept, in months (src/contract/table.ts, time to live). */
const MONTHS_KEPT = LIMITS.toolCallRetention / (HOUR * 730);

export interface CostLine {
  what: string;
  /** For a million injections. */
  dollars: number;
}

export interface Capacity {
  readUnits: number;
  writeUnits: number;
  /** Of a note of use, which rewrites the connection's row. */
  noteUnits: number;
  /** Of one mark, stored. */
  markBytes: number;
}

/** What DynamoDB charges for the read of the connection and for one mark, by their sizes. */
export async function capacityOf({ dynamodb }: Endpoints): Promise<Capacity> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new DynamoDBClient({ endpoint: dynamodb, region: ENVIRONMENT.AWS_REGION, credentials });
  const told = { TableName: TABLE, ReturnConsumedCapacity: 'TOTAL' } as const;
  const Key = { pk: { S: `conn#${WORKSPACE}` }, sk: { S: 'google' } };
  const read = await client.send(new GetItemCommand({ ...told, Key, ConsistentRead: true }));
  const marks = await client.send(new ScanCommand({ TableName: CALLS_TABLE, Limit: 1 }));
  const [mark] = marks.Items ?? [];
  if (!mark) throw new Error('the bench left no mark');
  // The same size in another place: only a write tells what a write costs.
  const Item = { ...mark, pk: { S: 'bench' }, sk: { S: newEvent().operation.id } };
  const write = await client.send(new PutItemCommand({ ...told, Item }));
  const note = await client.send(new PutItemCommand({ ...told, Item: { ...read.Item, pk: { S: 'bench' } } }));
  client.destroy();
  return {
    readUnits: read.ConsumedCapacity?.CapacityUnits ?? Number.NaN,
    writeUnits: write.ConsumedCapacity?.CapacityUnits ?? Number.NaN,
    noteUnits: note.ConsumedCapacity?.CapacityUnits ?? Number.NaN,
    markBytes: storedBytes(mark),
  };
}

export function costOfAMillion(counted: CountedInjections, capacity: Capacity): CostLine[] {
  const { injections, reads, writes } = counted;
  const { milliseconds, gigabytes, callsPerSecondAndProcess, callsOfAConnectionAnHour } = ASSUMED;
  const each = (count: number, price: { dollars: number }) => (count / injections) * price.dollars;
  const renewals = 1_000_000 / (callsPerSecondAndProcess * (LIMITS.dataKeyAge / 1_000));
  return [
    { what: 'DynamoDB, marks written', dollars: each(writes, PRICES.dynamodbWrite) * capacity.writeUnits },
    {
      what: `DynamoDB, hourly notes of use (${callsOfAConnectionAnHour} calls of a connection an hour assumed)`,
      dollars: (PRICES.dynamodbWrite.dollars * capacity.noteUnits) / callsOfAConnectionAnHour,
    },
    {
      what: `DynamoDB, marks of ${capacity.markBytes} bytes kept for ${MONTHS_KEPT.toFixed(1)} months`,
      dollars: (capacity.markBytes / 1_000) * MONTHS_KEPT * PRICES.dynamodbStorage.dollars,
    },
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
  log.info('injection', {
    workspaceId,
    server: SERVER,
    operationId: operation.id,
    hosts: ['gmail.googleapis.com'],
    outcome: 'injected',
    durationMs: 7,
  });
  return own + ASSUMED.lambdaLogBytes;
}
