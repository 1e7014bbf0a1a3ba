/**
 * T162: the workspace that a person deletes through the API: its connections are inert at once, and its apps have a time to live.
 * Covers src/broker/disconnect/delete-workspace.ts, src/broker/disconnect/end-own-apps.ts, src/broker/workspace-mark.ts.
 */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import { oauthAppItem } from '../../src/aws/table/item-keys.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { oauthApp, put } from '../adapters/samples.ts';
import { startWorld, type World } from './world.ts';

describe('T162: DELETE of a workspace', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('gives its app a time to live, and leaves what else the app had', async () => {
    const { apps } = world.environment.ports;
    const key = { owner: 'globex', provider: 'google', version: 1 };
    await apps.change(key, put(oauthApp));
    await world.connect(world.mallory, 'globex');
    const before = world.now();
    expect((await world.mallory.request('DELETE', '/v1/workspaces/globex')).status).toBe(202);
    const client = localDynamoDB(world.environment.tableSocket);
    const { pk, sk } = oauthAppItem(key);
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await client.send(new GetItemCommand({ TableName: TABLE_NAME, Key }));
    client.destroy();
    expect(Number(Item?.ttl?.N) * 1_000).toBeGreaterThanOrEqual(before + LIMITS.deletedAppLife);
    expect(await apps.read(key)).toMatchObject({ ...oauthApp, deletingAt: expect.any(Number) });
  });

  it('makes everything inert at once; receipts follow by the tick; nothing new begins', async () => {
    await world.connect(world.mallory, 'globex', { provider: 'demo' });
    await world.connect(world.mallory, 'globex', { provider: 'demo', label: 'second' });
    const pending = await world.consented(world.mallory, 'globex', { provider: 'demo', label: 'third' });
    const { status } = await world.mallory.request('DELETE', '/v1/workspaces/globex');
    expect(status).toBe(202);
    const statuses = async () =>
      (await world.mallory.connections('globex')).body.connections.map((each) => each.status);
    expect(await statuses()).toEqual(['disconnecting', 'disconnecting']);
    expect((await world.mallory.complete('globex', pending)).body.code).toBe('workspace_deleted');
    expect((await world.mallory.start('globex', { provider: 'demo' })).body).toMatchObject({
      code: 'workspace_deleted',
    });
    world.advance(1_000);
    await world.environment.tick();
    expect(await statuses()).toEqual(['disconnected', 'disconnected']);
    const { body } = await world.mallory.request<{ activity: { type: string; outcome?: string }[] }>(
      'GET',
      '/v1/workspaces/globex/activity',
    );
    expect(body.activity.filter(({ type }) => type === 'disconnected').map(({ outcome }) => outcome)).toEqual(
      ['revoked', 'revoked'],
    );
  });
});
