/**
 * T171: how much one person may begin, and how much a workspace may have.
 * Covers src/broker/activity/quota.ts, src/aws/table/activity-cursor.ts, src/broker/apps/put-oauth-app.ts,
 * src/broker/connect/start-connect.ts, src/broker/servers/put-mcp-server.ts, src/broker/limits.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteOAuthApp } from '../../src/broker/apps/delete-oauth-app.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { deleteMcpServer, putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import { Secret } from '../../src/vault/secret.ts';
import { type activity, added, connection, oauthApp, server } from '../adapters/samples.ts';
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
  const { id: _, allowedHosts: __, ...registration } = server.registration;
  const { url: ___, ...spawned } = registration;
  return putMcpServer(world.environment.ports, {
    caller: caller(subject),
    workspaceId,
    serverId,
    server: { ...spawned, provider: 'demo' },
  });
};
/** Entries of the activity at this moment. */
async function acts(count: number, entry: { type: typeof activity.type; actor: string }) {
  const at = world.now();
  for (let number = 0; number < count; number++) {
    const id = world.operationId();
    await world.environment.ports.activity.add(
      { workspaceId, id },
      { record: { at, ...entry }, writeId: id },
    );
  }
}
const STARTED = { type: 'connect_started', actor: 'ann' } as const;

describe('T171: in a short time', () => {
  it('a person begins so much and no more, and others go on', async () => {
    await acts(LIMITS.actsOfPerson - 1, STARTED);
    await start('ann');
    for (const act of [start, putApp, putServer])
      await expect(act('ann')).rejects.toThrow('too_many_requests');
    await start('bob');
  });

  it('all persons together do, whatever else happens between', async () => {
    for (let number = 0; number < 5; number++) {
      await acts(LIMITS.actsOfWorkspace / 5, { type: 'oauth_app_put', actor: `person-${number}` });
      await acts(LIMITS.actsOfWorkspace / 5, { type: 'connected', actor: `person-${number}` });
    }
    await expect(start('ann')).rejects.toThrow('too_many_requests');
  });

  it('a deletion is such an act, also of what is not there', async () => {
    const given = { caller: caller('ann'), workspaceId };
    await acts(LIMITS.actsOfPerson - 2, STARTED);
    await deleteMcpServer(world.environment.ports, { ...given, serverId: 'none' });
    await deleteOAuthApp(world.environment.ports, { ...given, provider: 'demo' });
    await expect(deleteMcpServer(world.environment.ports, { ...given, serverId: 'none' })).rejects.toThrow(
      'too_many_requests',
    );
    await expect(start('ann')).rejects.toThrow('too_many_requests');
  });

  it('what else happens counts for nothing, and it is over after the time', async () => {
    await acts(LIMITS.actsOfPerson, { type: 'refresh_recovered', actor: 'ann' });
    await start('ann');
    await acts(LIMITS.actsOfPerson, STARTED);
    await expect(start('ann')).rejects.toThrow('too_many_requests');
    world.advance(LIMITS.actsWindow + 1);
    await start('ann');
    world.resetClock();
  });

  it('is a 429 that says when to come back', async () => {
    workspaceId = 'acme';
    const { sub } = JSON.parse(Buffer.from(world.tokens.ada.split('.')[1] ?? '', 'base64url').toString());
    await acts(LIMITS.actsOfPerson, { type: 'connect_started', actor: sub });
    const response = await fetch(`${world.environment.urls.api}/v1/workspaces/acme/connect-sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.tokens.ada}`, 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'demo' }),
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('600');
    expect(await response.json()).toMatchObject({ code: 'too_many_requests' });
  });
});

describe('T171: a workspace has so many and no more', () => {
  it('connections; what is there can be connected again, and tombstones count for nothing', async () => {
    const { connections } = world.environment.ports;
    const record = { ...connection, provider: 'demo' };
    const put = (connectionId: string, changes: Partial<typeof connection> = {}) =>
      connections.add({ workspaceId, connectionId }, added({ ...record, ...changes }));
    for (let number = 1; number < LIMITS.connectionsOfWorkspace; number++) await put(`demo~c${number}`);
    await put('demo~gone', { status: 'disconnected' });
    await start('ann', 'gone');
    await put('demo~last');
    for (const label of ['new', 'gone']) await expect(start('ann', label)).rejects.toThrow('quota_exceeded');
    await start('ann', 'c7');
  }, 60_000);

  it('apps; those that are there can get another secret', async () => {
    const { apps } = world.environment.ports;
    for (let number = 1; number < LIMITS.appsOfWorkspace; number++) {
      const provider = `custom~p${number}`;
      await apps.add({ owner: workspaceId, provider, version: 1 }, added({ ...oauthApp, provider }));
    }
    await putApp('ann');
    await expect(putApp('ann', 'github')).rejects.toThrow('quota_exceeded');
    expect((await putApp('ann')).version).toBe(1);
  });

  it('MCP servers; those that are there can be changed', async () => {
    const { serverRecords } = world.environment.ports;
    for (let number = 0; number < LIMITS.serversOfWorkspace; number++)
      await serverRecords.add({ workspaceId, serverId: `s${number}` }, added(server));
    await expect(putServer('ann', 'new')).rejects.toThrow('quota_exceeded');
    expect((await putServer('ann', 's7')).id).toBe('s7');
  });
});
