/** T168: what comes back out of a table that was restored to an earlier time, and what must not. */
import { DeleteItemCommand, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import {
  activityItem,
  connectionItem,
  type ItemKey,
  oauthAppItem,
  serverItem,
} from '../../src/aws/table/item-keys.ts';
import { lostAndRestored } from '../../src/aws/table/lost-and-restored.ts';
import { publicReads } from '../../src/aws/table/public-reads.ts';
import type { Item } from '../../src/aws/table/table.ts';
import { answerInjection } from '../../src/broker/answer-injection.ts';
import { type BringBackReport, bringBack } from '../../src/broker/bring-back.ts';
import { refreshConnection } from '../../src/broker/refresh-connection.ts';
import { oauthApp, put, server } from '../adapters/samples.ts';
import { copyTable } from '../setup/copy-table.ts';
import { startWorld, type World } from './world.ts';

const RESTORED = 'restored';
const NOTHING: BringBackReport = {
  known: 0,
  deleted: 0,
  back: 0,
  verify: 0,
  connect_again: 0,
  damaged: 0,
};
const MINUTE = 60_000;

let world: World;
let client: ReturnType<typeof localDynamoDB>;
beforeEach(async () => {
  world = await startWorld();
  client = localDynamoDB(world.environment.urls.dynamodb);
});
afterEach(async () => {
  client.destroy();
  await world.close();
});

const keyOf = (label: string) => ({ workspaceId: 'acme', connectionId: `demo~${label}` });
const connect = (...labels: string[]) =>
  Promise.all(labels.map((label) => world.connect(world.ada, 'acme', { provider: 'demo', label })));
const theMoment = () => copyTable(client, TABLE_NAME, RESTORED);
const recordOf = (label: string) => world.environment.ports.connections.read(keyOf(label));
const refresh = (label: string) =>
  refreshConnection(world.environment.ports, { key: keyOf(label), deadline: world.now() + MINUTE });
async function lose(...items: ItemKey[]) {
  for (const { pk, sk } of items)
    await client.send(
      new DeleteItemCommand({ TableName: TABLE_NAME, Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
}
const remove = async (path: string) =>
  expect((await world.ada.request('DELETE', path)).status).toBeLessThan(300);
const loseConnections = (...labels: string[]) => lose(...labels.map((label) => connectionItem(keyOf(label))));
async function bring(): Promise<BringBackReport> {
  const { clock, random } = world.environment.ports;
  const tables = lostAndRestored({ client, tableName: TABLE_NAME }, { client, tableName: RESTORED });
  return bringBack({ ...tables, clock, random });
}
async function inject(label: string) {
  const operation = { id: world.operationId(), kind: 'call', server: 'provider:demo', tool: 'any' };
  const event = { version: '1', workspaceId: 'acme', connectionId: `demo~${label}`, operation };
  const answer = await answerInjection({ ...world.environment.ports, verifyCaller: undefined }, event);
  return answer.isAuthorized ? 'injected' : answer.context.reason;
}

describe('T168 a connection that the live table lost', () => {
  it('comes back, and is refreshed before a call gets its token', async () => {
    await connect('lost');
    await theMoment();
    await loseConnections('lost');
    expect(await inject('lost')).toBe('not_connected');
    expect(await bring()).toMatchObject({ ...NOTHING, verify: 1, known: expect.any(Number) });
    expect(await recordOf('lost')).toMatchObject({ status: 'active', generation: 1 });
    expect(await inject('lost')).toBe('injected');
    expect(await recordOf('lost')).toMatchObject({ status: 'active', generation: 2 });
  });

  it('is refreshed by the tick where no call comes first', async () => {
    await connect('lost');
    await theMoment();
    await loseConnections('lost');
    await bring();
    expect((await world.environment.tick()).outcomes).toEqual({ refreshed: 1 });
  });

  it('dies of its provider’s answer, and of nothing else, where its tokens were rotated since', async () => {
    await connect('rotated');
    await theMoment();
    expect((await refresh('rotated')).outcome).toBe('refreshed');
    await loseConnections('rotated');
    expect(await bring()).toMatchObject({ verify: 1 });
    expect(await inject('rotated')).toBe('reauthorization_required');
    expect(await recordOf('rotated')).toMatchObject({
      status: 'reauthorization_required',
      reason: 'refresh_lost',
    });
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'rotated' });
    expect(await inject('rotated')).toBe('injected');
  });

  it('must be connected again where it was since: its account may be another', async () => {
    await connect('replaced');
    await theMoment();
    await connect('replaced');
    await loseConnections('replaced');
    expect(await bring()).toMatchObject({ connect_again: 1, verify: 0 });
    expect(await recordOf('replaced')).toMatchObject({
      status: 'reauthorization_required',
      reason: 'restored',
    });
    expect(await inject('replaced')).toBe('reauthorization_required');
  });

  it('must be connected again where the activity is lost too: it may have been deleted', async () => {
    await connect('unknown');
    await theMoment();
    const { items } = await world.environment.ports.reads.activity('acme', 100);
    expect(items.length).toBeGreaterThan(0);
    const ids = await activityIds();
    await lose(...ids.map((id) => activityItem({ workspaceId: 'acme', id })));
    await loseConnections('unknown');
    expect(await bring()).toMatchObject({ connect_again: 1, verify: 0 });
    expect(await inject('unknown')).toBe('reauthorization_required');
  });
});

async function activityIds(): Promise<string[]> {
  const ids: string[] = [];
  const input = {
    TableName: TABLE_NAME,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'activity#acme' } },
  };
  for await (const { Items = [] } of paginateQuery({ client }, input))
    ids.push(...Items.map(({ sk }) => sk?.S ?? ''));
  return ids;
}

describe('T168 what was deleted since stays deleted', () => {
  it('a connection, by its tombstone and, where that is lost too, by the activity', async () => {
    await connect('gone', 'forgotten');
    await theMoment();
    for (const label of ['gone', 'forgotten']) await world.ada.disconnect('acme', `demo~${label}`);
    await loseConnections('forgotten');
    const tombstone = await recordOf('gone');
    expect(tombstone?.status).toBe('disconnected');
    expect(await bring()).toMatchObject({ deleted: 1, verify: 0, connect_again: 0, back: 0 });
    expect(await recordOf('gone')).toEqual(tombstone);
    expect(await recordOf('forgotten')).toBeUndefined();
    for (const label of ['gone', 'forgotten']) expect(await inject(label)).toBe('not_connected');
  });

  it('a workspace', async () => {
    await connect('one');
    await theMoment();
    await remove('/v1/workspaces/acme');
    await world.environment.tick();
    await loseConnections('one');
    await lose({ pk: 'conn#acme', sk: '#deleted' });
    expect(await bring()).toMatchObject({ deleted: 1, verify: 0 });
    expect(await recordOf('one')).toBeUndefined();
  });

  it('an app, and a server that may be the deleted one', async () => {
    const { apps, serverRecords } = world.environment.ports;
    const [app, another] = ['google', 'github'].map((provider) => ({ owner: 'acme', provider, version: 1 }));
    if (!app || !another) return expect.unreachable();
    await connect('any');
    await apps.change(app, put(oauthApp));
    await apps.change(another, put({ ...oauthApp, provider: 'github' }));
    await serverRecords.change({ workspaceId: 'acme', serverId: 'crm' }, put(server));
    await theMoment();
    await remove('/v1/workspaces/acme/oauth-apps/google');
    await remove('/v1/workspaces/acme/mcp-servers/crm');
    await lose(oauthAppItem(another));
    expect(await bring()).toMatchObject({ deleted: 2, back: 1 });
    expect([await apps.read(app), await apps.read(another)]).toMatchObject([
      undefined,
      { provider: 'github' },
    ]);
    expect(await serverRecords.read({ workspaceId: 'acme', serverId: 'crm' })).toBeUndefined();
  });
});

describe('T168 bringing back', () => {
  it('changes nothing that the live table knows, and nothing the second time', async () => {
    const { apps, serverRecords } = world.environment.ports;
    await connect('kept', 'lost');
    await apps.change({ owner: 'verified', provider: 'google', version: 1 }, put(oauthApp));
    await serverRecords.change({ workspaceId: 'acme', serverId: 'crm' }, put(server));
    await theMoment();
    await refresh('kept');
    const kept = await recordOf('kept');
    await loseConnections('lost');
    await lose(
      oauthAppItem({ owner: 'verified', provider: 'google', version: 1 }),
      serverItem({ workspaceId: 'acme', serverId: 'crm' }),
    );
    const first = await bring();
    expect(first).toMatchObject({ verify: 1, back: 2, deleted: 0, damaged: 0 });
    expect(await recordOf('kept')).toEqual(kept);
    const again = await recordOf('lost');
    world.advance(MINUTE);
    expect(await bring()).toEqual({ ...NOTHING, known: first.known + 3 });
    expect(await recordOf('lost')).toEqual(again);
  });

  it('leaves what does not decode, and says how many', async () => {
    await connect('one');
    await theMoment();
    const damaged: Item[] = [
      { pk: { S: 'conn#acme' }, sk: { S: 'demo~broken' }, epoch: { S: 'one' } },
      { pk: { S: 'conn#a b' }, sk: { S: 'demo' } },
      { pk: { S: 'app#acme' }, sk: { S: 'google#x' } },
      { pk: { S: 'key#' }, sk: { S: 'newest' } },
      { pk: { S: 'server#acme' }, sk: { S: 'c#rm' } },
    ];
    for (const Item of damaged) await client.send(new PutItemCommand({ TableName: RESTORED, Item }));
    expect(await bring()).toMatchObject({ damaged: damaged.length, verify: 0, back: 0 });
    const reads = publicReads({ client, tableName: TABLE_NAME });
    expect(await reads.connections('acme')).toHaveLength(1);
  });
});
