/**
 * T171: how much one person may begin, and how much a workspace may have.
 * Covers src/broker/activity/quota.ts, src/broker/apps/put-oauth-app.ts, src/broker/connect/start-connect.ts,
 * src/broker/servers/put-mcp-server.ts, src/broker/limits.ts, src/http/problem-response.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countAct, countEnding } from '../../src/broker/activity/quota.ts';
import { deleteOAuthApp } from '../../src/broker/apps/delete-oauth-app.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { deleteMcpServer } from '../../src/broker/servers/delete-mcp-server.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import { Secret } from '../../src/vault/secret.ts';
import { added, connection, oauthApp, server } from '../adapters/samples.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let workspaces = 0;
let workspaceId: string;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  workspaceId = `crowded-${++workspaces}`;
  // To the begin of a window: no test crosses the end of one by chance.
  world.resetClock();
  world.advance(LIMITS.actsWindow - (world.now() % LIMITS.actsWindow));
});

const caller = (subject: string): Caller => ({
  issuer: 'https://id.example',
  subject,
  roles: new Map([[workspaceId, 'admin']]),
});
const start = (subject: string, label?: string) =>
  startConnect(world.environment.ports, {
    caller: caller(subject),
    workspaceId,
    provider: 'demo',
    ...(label && { label }),
  });
const putApp = (subject: string, provider = 'demo') =>
  putOAuthApp(world.environment.ports, {
    caller: caller(subject),
    workspaceId,
    provider,
    clientId: 'own-client',
    clientSecret: new Secret('secret'),
  });
const putServer = (subject: string, serverId = 'one') => {
  const placements = [{ in: 'env' as const, name: 'CRM_TOKEN', value: '{accessToken}' }];
  return putMcpServer(world.environment.ports, {
    caller: caller(subject),
    workspaceId,
    serverId,
    server: { name: 'CRM', provider: 'demo', placements },
  });
};
/** People of their own in each test, since a person's acts count over all workspaces. */
const named = (name: string) => `${name}-of-${workspaceId}`;
async function acts(times: number, subject: string) {
  for (let time = 0; time < times; time++)
    await countAct(world.environment.ports, { caller: caller(subject), workspaceId });
}

describe('T171: in a short time', () => {
  it('a person begins so much and no more, and others go on', async () => {
    const ann = named('ann');
    await acts(LIMITS.actsOfPerson - 1, ann);
    await start(ann);
    for (const act of [start, putApp, putServer]) await expect(act(ann)).rejects.toThrow('too_many_requests');
    await start(named('bob'));
  });

  it('all persons together do, and it is over when the window ends', async () => {
    for (const name of ['ann', 'bob', 'cy']) await acts(LIMITS.actsOfWorkspace / 3, named(name));
    await expect(start(named('dan'))).rejects.toThrow('too_many_requests');
    world.advance(LIMITS.actsWindow);
    await start(named('dan'));
  });

  it('deletions are apart: they neither take acts nor need them', async () => {
    const ann = named('ann');
    const given = { caller: caller(ann), workspaceId };
    const { ports } = world.environment;
    await acts(LIMITS.actsOfPerson, ann);
    for (let time = 2; time < LIMITS.endingsOfPerson; time++) await countEnding(ports, given.caller);
    await deleteMcpServer(ports, { ...given, serverId: 'none' });
    await deleteOAuthApp(ports, { ...given, provider: 'demo' });
    const further = deleteMcpServer(ports, { ...given, serverId: 'none' });
    await expect(further).rejects.toThrow('too_many_requests');
  });

  it('is a 429 of the local server that says when to come back', async () => {
    workspaceId = 'acme';
    const { sub, iss } = JSON.parse(
      Buffer.from(world.tokens.ada.split('.')[1] ?? '', 'base64url').toString(),
    );
    const { ports } = world.environment;
    const ada = { issuer: iss, subject: sub };
    for (let time = 0; time < LIMITS.actsOfPerson; time++)
      await countAct(ports, { caller: ada, workspaceId });
    const response = await fetch(`${world.environment.urls.api}/v1/workspaces/acme/connect-sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.tokens.ada}`, 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'demo' }),
    });
    expect(response.status).toBe(429);
    // The clock goes on between the two: the whole window, less the seconds that this test took.
    expect(response.headers.get('retry-after')).toMatch(/^(600|5[0-9]{2})$/);
    expect(await response.json()).toMatchObject({ code: 'too_many_requests' });
  });
});

describe('T171: a workspace has so many and no more', () => {
  it('connections; what is there can be connected again, and tombstones are not among them', async () => {
    const { connections } = world.environment.ports;
    const record = { ...connection, provider: 'demo' };
    const put = (connectionId: string, changes: Partial<typeof connection> = {}) =>
      connections.add({ workspaceId, connectionId }, added({ ...record, ...changes }));
    for (let number = 1; number < LIMITS.connectionsOfWorkspace; number++) await put(`demo~c${number}`);
    await put('demo~gone', { status: 'disconnected' });
    await start(named('ann'), 'gone');
    await put('demo~last');
    for (const label of ['new', 'gone'])
      await expect(start(named('ann'), label)).rejects.toThrow('quota_exceeded');
    await start(named('ann'), 'c7');
  }, 60_000);

  it('apps; those that are there can get another secret', async () => {
    const { apps } = world.environment.ports;
    for (let number = 1; number < LIMITS.appsOfWorkspace; number++) {
      const provider = `custom~p${number}`;
      await apps.add({ owner: workspaceId, provider, version: 1 }, added({ ...oauthApp, provider }));
    }
    await putApp(named('ann'));
    await expect(putApp(named('ann'), 'github')).rejects.toThrow('quota_exceeded');
    expect((await putApp(named('ann'))).version).toBe(1);
  });

  it('MCP servers; those that are there can be changed', async () => {
    const { serverRecords } = world.environment.ports;
    for (let number = 0; number < LIMITS.serversOfWorkspace; number++)
      await serverRecords.add({ workspaceId, serverId: `s${number}` }, added(server));
    await expect(putServer(named('ann'), 'new')).rejects.toThrow('quota_exceeded');
    expect((await putServer(named('ann'), 's7')).id).toBe('s7');
  });
});
