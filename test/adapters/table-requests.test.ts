/**
 * What the adapter sends, and what it makes of DynamoDB's failures. No backend: IAM and faults exist in none of them.
 * Covers src/aws/table/connections.ts, src/aws/table/consent-sessions.ts, src/aws/table/public-reads.ts,
 * src/aws/table/query.ts, src/aws/table/records.ts.
 */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { publicReads } from '../../src/aws/table/public-reads.ts';
import {
  ACTIVITY_ATTRIBUTES,
  APP_POLICY_ATTRIBUTES,
  CONNECTION_PUBLIC_ATTRIBUTES,
  MARK_PUBLIC_ATTRIBUTES,
  OAUTH_APP_PUBLIC_ATTRIBUTES,
  PARTITION_KEY,
  PERSON_ATTRIBUTES,
  SEEN_TOOLS_ATTRIBUTES,
  SERVER_ATTRIBUTES,
  SORT_KEY,
} from '../../src/contract/table.ts';
import { activity, added, bytes, connection, put, uuidV7 } from './samples.ts';

const client = new DynamoDBClient({ region: 'eu-central-1' });
const dynamodb = mockClient(client);
afterAll(() => dynamodb.restore());
const table = { client, tableName: 'connections' };
const key = { workspaceId: 'acme', connectionId: 'google' };
const failure = { $metadata: {}, message: 'no' };

beforeEach(() => {
  dynamodb.reset();
});

describe('failures of DynamoDB', () => {
  const store = connectionStore(table);

  it('are false only where the condition failed', async () => {
    dynamodb.onAnyCommand().rejects(new ConditionalCheckFailedException(failure));
    expect(await store.change(key, put(connection))).toBe(false);
    expect(await store.add(key, added(connection))).toBe(false);
    expect(await store.delete(key, {})).toBe(false);
  });

  it('are thrown otherwise: no write may seem refused that was perhaps applied', async () => {
    dynamodb.onAnyCommand().rejects(new ProvisionedThroughputExceededException(failure));
    const thrown = { name: 'ProvisionedThroughputExceededException' };
    await expect(store.change(key, put(connection))).rejects.toMatchObject(thrown);
    await expect(store.add(key, added(connection))).rejects.toMatchObject(thrown);
    await expect(store.delete(key, {})).rejects.toMatchObject(thrown);
    await expect(store.read(key)).rejects.toMatchObject(thrown);
    await expect(store.list('acme')).rejects.toMatchObject(thrown);
    await expect(store.due(0, { before: 1, limit: 1 })).rejects.toMatchObject(thrown);
    await expect(store.sharingAccount('a')).rejects.toMatchObject(thrown);
    await expect(publicReads(table).connection(key)).rejects.toMatchObject(thrown);
  });
});

describe('requests of the stores', () => {
  it('read consistently and return nothing from writes', async () => {
    dynamodb.onAnyCommand().resolves({});
    const store = connectionStore(table);
    await store.read(key);
    await store.change(key, put(connection));
    await store.add(key, added(connection));
    await store.delete(key, { epoch: { is: 1 } });
    await store.list('acme');
    expect(dynamodb.commandCalls(GetItemCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
    expect(dynamodb.commandCalls(QueryCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
    expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input.ReturnValues).toBe('NONE');
    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input.ReturnValues).toBe('NONE');
    expect(dynamodb.commandCalls(DeleteItemCommand)[0]?.args[0].input.ReturnValues).toBe('NONE');
    expect(dynamodb.calls()).toHaveLength(5);
  });
});

describe('requests of the public reads', () => {
  const reads = publicReads(table);
  const READS: [string, () => Promise<unknown>, readonly string[]][] = [
    ['connections', () => reads.connections('acme'), CONNECTION_PUBLIC_ATTRIBUTES],
    ['connection', () => reads.connection(key), CONNECTION_PUBLIC_ATTRIBUTES],
    ['personEndedAt', () => reads.personEndedAt('acme'), MARK_PUBLIC_ATTRIBUTES],
    ['oauthApps', () => reads.oauthApps('acme', 'google'), OAUTH_APP_PUBLIC_ATTRIBUTES],
    ['oauthAppsOf', () => reads.oauthAppsOf('acme'), OAUTH_APP_PUBLIC_ATTRIBUTES],
    ['appPolicy', () => reads.appPolicy('acme'), APP_POLICY_ATTRIBUTES],
    ['servers', () => reads.servers('acme'), SERVER_ATTRIBUTES],
    ['seenTools', () => reads.seenTools({ workspaceId: 'acme', serverId: 'crm' }), SEEN_TOOLS_ATTRIBUTES],
    ['people', () => reads.people('acme'), PERSON_ATTRIBUTES],
    ['activity', () => reads.activity('acme', 5), ACTIVITY_ATTRIBUTES],
  ];

  it('cover the whole port', () => {
    expect(READS.map(([name]) => name).sort()).toEqual(Object.keys(reads).sort());
  });

  it.each(READS)('%s: one Query for exactly the listed attributes', async (_, read, attributes) => {
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    await read();
    expect(dynamodb.calls()).toHaveLength(1);
    const [call] = dynamodb.commandCalls(QueryCommand);
    const input = call?.args[0].input as QueryCommandInput;
    expect(input.Select).toBe('SPECIFIC_ATTRIBUTES');
    expect(projected(input).sort()).toEqual([PARTITION_KEY, SORT_KEY, ...attributes].sort());
    // `dynamodb:Attributes` counts the attributes of every expression, not of the projection alone.
    expect(Object.values(input.ExpressionAttributeNames ?? {}).sort()).toEqual(projected(input).sort());
  });

  it('keep to the list even if DynamoDB should answer more', async () => {
    const item = marshall({
      pk: 'conn#acme',
      sk: 'google',
      ...connection,
      sealedAccess: bytes(8),
      leaseId: 'a',
    });
    dynamodb.on(QueryCommand).resolves({ Items: [item] });
    const { uid: _, appUid: __, ...shown } = connection;
    expect(await reads.connection(key)).toStrictEqual(shown);
    expect(await reads.connections('acme')).toStrictEqual([{ key, record: shown }]);
  });

  it('go on after a page of activity that DynamoDB cut at 1 MB', async () => {
    const item = marshall({ pk: 'activity#acme', sk: uuidV7(1), ...activity });
    dynamodb.on(QueryCommand).resolves({ Items: [item], LastEvaluatedKey: marshall({ pk: 'x', sk: 'y' }) });
    const page = await reads.activity('acme', 5);
    expect(page.items).toEqual([{ ...activity, id: uuidV7(1) }]);
    expect(page.next).toBe(uuidV7(1));
  });

  it.each(['connections', 'connection'])('%s: strongly consistent', async (name) => {
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    await READS.find((read) => read[0] === name)?.[1]();
    expect(dynamodb.commandCalls(QueryCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
  });
});

/** The attributes that a projection's aliases stand for. */
function projected(input: QueryCommandInput): string[] {
  const names = input.ExpressionAttributeNames ?? {};
  return (input.ProjectionExpression ?? '').split(', ').map((alias) => names[alias] ?? `no alias: ${alias}`);
}
