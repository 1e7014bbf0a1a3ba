/**
 * T168: what comes back out of a table that was restored to an earlier time.
 * Covers src/broker/restore, src/aws/sweeps/lost-and-restored.ts, src/aws/sweeps/restored-rows.ts.
 */
import { PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { TABLE_NAME } from '../../local/ports.ts';
import { activityItem, appPolicyItem, oauthAppItem, serverItem } from '../../src/aws/table/item-keys.ts';
import { publicReads } from '../../src/aws/table/public-reads.ts';
import type { Item } from '../../src/aws/table/table.ts';
import { oauthApp, put, server } from '../adapters/samples.ts';
import {
  beginBringingBack,
  bring,
  client,
  connect,
  inject,
  lose,
  loseConnections,
  MINUTE,
  NOTHING,
  RESTORED,
  recordOf,
  refresh,
  theMoment,
  world,
} from './bringing-back.ts';

beginBringingBack();

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

  it('never brings back a choice of OAuth apps that is wider than what was chosen since', async () => {
    const { appPolicies } = world.environment.ports;
    const choose = async (workspace: string, allowed: string) => {
      const path = `/v1/workspaces/${workspace}/oauth-app-policy`;
      const person = workspace === 'acme' ? world.ada : world.mallory;
      expect((await person.request('PUT', path, { allowed })).status).toBe(200);
    };
    await choose('acme', 'verified-and-own');
    await choose('globex', 'own-only');
    await theMoment();
    const choices = [appPolicyItem({ workspaceId: 'acme' }), appPolicyItem({ workspaceId: 'globex' })];
    await lose(...choices);
    await bring();
    const policyOf = async (workspaceId: string) => (await appPolicies.read({ workspaceId }))?.allowed;
    expect([await policyOf('acme'), await policyOf('globex')]).toEqual(['verified-and-own', 'own-only']);
    await choose('acme', 'own-only');
    await choose('globex', 'verified-and-own');
    await lose(...choices);
    await bring();
    expect([await policyOf('acme'), await policyOf('globex')]).toEqual([undefined, 'own-only']);
  });

  it('goes on beside a live row that is broken, and puts nothing in its place', async () => {
    await connect('broken', 'lost');
    await theMoment();
    await loseConnections('broken', 'lost');
    const broken = { pk: { S: 'conn#acme' }, sk: { S: 'demo~broken' }, epoch: { S: 'one' } };
    await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: broken }));
    expect(await bring()).toMatchObject({ verify: 1, known: expect.any(Number) });
    await expect(recordOf('broken')).rejects.toThrow('wrong type');
  });

  it('says loudly where a data key has the version of another one, and replaces none', async () => {
    const { dataKeys } = world.environment.rotation;
    await connect('one');
    await theMoment();
    const before = await dataKeys.read({ version: 1 });
    const other = { wrapped: Buffer.from('another key') };
    await dataKeys.change({ version: 1 }, { expect: {}, set: other, writeId: 'another' });
    expect(await bring()).toMatchObject({ conflict: 1, back: 0 });
    await lose({ pk: 'key#', sk: '0000000001' });
    expect(await bring()).toMatchObject({ conflict: 0, back: 1 });
    expect(await dataKeys.read({ version: 1 })).toEqual(before);
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
