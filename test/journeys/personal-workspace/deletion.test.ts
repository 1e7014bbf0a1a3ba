/**
 * What is left of a personal workspace that its person deletes.
 * Covers src/broker/disconnect/delete-workspace.ts, src/broker/workspace-mark.ts,
 * src/broker/connect/room-for-connection.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADA_AT_DEMO, type World } from '../world.ts';
import { accountsOf, headersFor, startPersonal } from './own-workspaces.ts';

let world: World;
beforeAll(async () => {
  world = await startPersonal();
});
afterAll(() => world?.close());

describe('the deletion of a personal workspace', () => {
  it('makes all inert, with receipts, and the person may begin anew at once', async () => {
    await world.connect(world.mallory, '~me');
    expect((await world.mallory.request('DELETE', '/v1/workspaces/~me')).status).toBe(202);
    expect(await headersFor(world, 'mallory', '~me')).toBe('not_connected');
    await world.environment.tick();
    const { body } = await world.mallory.connections('~me');
    expect(body.connections).toMatchObject([
      { status: 'disconnected', receipt: { tokensDeletedAt: expect.any(String) } },
    ]);
    world.advance(1_000);
    expect(await world.connect(world.mallory, '~me')).toMatchObject({ status: 'active' });
    expect(await headersFor(world, 'mallory', '~me')).toMatch(/^Bearer /);
    expect(await accountsOf(world, 'ada', '~me')).toEqual([ADA_AT_DEMO]);
  });

  it('T163: ends a consent that was open, and no later one', async () => {
    const returned = await world.consented(world.mallory, '~me', { provider: 'demo', label: 'late' });
    world.advance(1_000);
    for (let round = 0; round < 3; round++) await world.mallory.request('DELETE', '/v1/workspaces/~me');
    expect(await world.mallory.complete('~me', returned)).toMatchObject({
      body: { code: 'workspace_deleted' },
    });
    world.advance(1_000);
    expect(await world.connect(world.mallory, '~me', { provider: 'demo', label: 'later' })).toMatchObject({
      status: 'active',
    });
  });
});
