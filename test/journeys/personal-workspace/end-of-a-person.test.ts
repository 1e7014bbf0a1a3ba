/**
 * What is left of a person whom an operator ends.
 * Covers src/broker/disconnect/end-person.ts, src/broker/callers/reads-after-end.ts, src/broker/operator.ts,
 * src/broker/workspace-mark.ts, src/http/enter-workspace.ts, src/broker/connect/room-for-connection.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atOwnWorkspace } from '../../../src/broker/callers/personal-workspace.ts';
import { startConnect } from '../../../src/broker/connect/start-connect.ts';
import { endPerson } from '../../../src/broker/disconnect/end-person.ts';
import { createConnectionsApi } from '../../../src/http/connections-api.ts';
import { ADA_AT_DEMO, type World } from '../world.ts';
import { accountsOf, headersFor, idOf, startPersonal } from './own-workspaces.ts';

let world: World;
let issuer: string;
beforeAll(async () => {
  world = await startPersonal();
  issuer = world.environment.urls.identityProvider;
});
afterAll(() => world?.close());

describe('T223: a person whom an operator ends', () => {
  const END = { issuer: '', subject: 'mallory' };
  const end = () => endPerson(world.environment.ports, END);
  /** What mallory has before she is ended, and how many connections each of two ends ends. */
  let returned: Awaited<ReturnType<World['consented']>>;
  let read: unknown[];
  let ended: number[];
  beforeAll(async () => {
    END.issuer = issuer;
    await world.connect(world.mallory, '~me');
    await world.connect(world.mallory, '~me', { provider: 'demo', label: 'last' });
    expect(await headersFor(world, 'mallory', '~me')).toMatch(/^Bearer /);
    returned = await world.consented(world.mallory, '~me', { provider: 'demo', label: 'open' });
    const reading = (list: string) => world.mallory.request('GET', `/v1/workspaces/~me/${list}`);
    read = [await reading('activity'), await reading('calls')];
    ended = [await end(), await end()];
  });
  /** A token that was issued now, by the world's clock, as the issuer would give it to the next person of this name. */
  const callerOf = (issuedAt: number) => ({ ...END, roles: new Map(), issuedAt });
  const startAs = (issuedAt: number) => {
    const own = atOwnWorkspace(callerOf(issuedAt), 'everyone') ?? expect.unreachable();
    return startConnect(world.environment.ports, { ...own, provider: 'demo', label: 'anew' });
  };

  it('loses all, and can do nothing with a token of before', async () => {
    expect(ended).toEqual([2, 0]);
    expect(await headersFor(world, 'mallory', '~me')).toBe('caller_not_authorized');
    expect((await world.mallory.complete('~me', returned)).status).toBe(404);
    expect((await world.mallory.start('~me', { provider: 'demo', label: 'anew' })).status).toBe(404);
    for (const list of ['connections', 'activity', 'calls', 'mcp-servers'])
      expect((await world.mallory.request('GET', `/v1/workspaces/~me/${list}`)).status, list).toBe(404);
    await world.environment.tick();
    const rows = await world.environment.ports.connections.list(idOf(world, 'mallory'));
    expect(new Set(rows.map(({ record }) => record.status))).toEqual(new Set(['disconnected']));
    expect(rows.every(({ record }) => record.sealedAccess === undefined)).toBe(true);
    expect(await accountsOf(world, 'ada', '~me')).toEqual([ADA_AT_DEMO]);
  });

  it('leaves nothing to another person to whom the issuer gives the name later, who may begin', async () => {
    // There is what could be left.
    expect(JSON.stringify(read[0])).toContain('demo~last');
    expect(JSON.stringify(read[1])).toContain('list_notes');
    const endedAt = world.now();
    await end();
    await expect(startAs(endedAt)).rejects.toMatchObject({ code: 'workspace_deleted' });
    world.advance(2_000);
    expect(await startAs(world.now())).toMatchObject({ authorizationUrl: expect.any(String) });
    const api = createConnectionsApi(world.environment.ports, {
      log: world.environment.ports.log,
      personalWorkspaces: 'everyone',
      newCorrelationId: () => 'an-id',
      verifyCaller: async () => callerOf(world.now()),
    });
    const readLater = async (list: string) => {
      const headers = { authorization: 'Bearer later' };
      const response = await api.request(`/v1/workspaces/~me/${list}`, { headers });
      expect(response.status).toBe(200);
      return response.text();
    };
    expect(JSON.parse(await readLater('connections'))).toEqual({ connections: [] });
    expect(JSON.parse(await readLater('calls'))).toEqual({ calls: [] });
    for (const list of ['activity', 'activity.csv', 'calls.csv', 'call-counts', 'call-days?days=30'])
      expect(await readLater(list), list).not.toMatch(
        /demo~last|list_notes|"injected":[1-9]|workspace_deleted/,
      );
  });

  it('stays ended after a deletion that a token of before asks for', async () => {
    await end();
    expect((await world.mallory.request('DELETE', '/v1/workspaces/~me')).status).toBe(404);
    const workspaceId = idOf(world, 'mallory');
    expect(await world.environment.ports.workspaceMarks.read({ workspaceId })).toMatchObject({
      endedAt: expect.any(Number),
    });
  });

  it.each(['/', '%2F', '//'])(
    'is nobody else: an issuer with %s at its end ends no connection',
    async (more) => {
      expect(await endPerson(world.environment.ports, { issuer: `${issuer}${more}`, subject: 'ada' })).toBe(
        0,
      );
      expect(await headersFor(world, 'ada', '~me')).toMatch(/^Bearer /);
    },
  );
});
