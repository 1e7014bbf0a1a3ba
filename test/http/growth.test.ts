/**
 * T171: what stays in the table has a bound: versions of an app, tombstones of connections, and entries of deletions that are
 * asked for again.
 * Covers src/broker/connect/start-connect.ts, src/broker/apps/put-oauth-app.ts, src/broker/apps/delete-oauth-app.ts,
 * src/broker/disconnect/delete-workspace.ts, src/broker/servers/put-mcp-server.ts, src/broker/activity/quota.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { added, connection, oauthApp, put, server } from '../adapters/samples.ts';
import { type ConnectWorld, openConnectWorld } from './connect-world.ts';

const WS = '/v1/workspaces/acme';
let world: ConnectWorld;
let ada: string;
beforeEach(async () => {
  world = await openConnectWorld('dynalite');
  ada = world.person('ada', { acme: 'admin' });
});
afterEach(() => world.close());

async function send(method: string, path: string, body?: object): Promise<{ status: number; code?: string }> {
  const response = await world.app().request(path, {
    method,
    headers: { authorization: `Bearer ${ada}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { code } = text === '' ? {} : JSON.parse(text);
  return { status: response.status, ...(code && { code }) };
}
const putApp = (clientId: string) =>
  send('PUT', `${WS}/oauth-apps/google`, { clientId, clientSecret: `secret of ${clientId}` });
const start = (label: string) => send('POST', `${WS}/connect-sessions`, { provider: 'google', label });
const typesOf = async () =>
  (await world.ports.reads.activity('acme', 200)).items.map(({ type }) => type).toSorted();

/** Twelve whose apps need nothing beside id and secret. */
const PROVIDERS =
  'google github slack notion linear atlassian sentry discord figma canva dropbox asana'.split(' ');
const OVER = { status: 409, code: 'quota_exceeded' };

describe('T171: versions of an app', () => {
  it('end at the limit, also for those who come at once; its secret still changes, and a deletion makes room', async () => {
    for (let version = 1; version < LIMITS.versionsOfApp; version++)
      expect(await putApp(`client-${version}`)).toEqual({ status: 200 });
    const atOnce = await Promise.all(Array.from({ length: 8 }, (_, number) => putApp(`last-${number}`)));
    expect(atOnce.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await world.ports.reads.oauthApps('acme', 'google')).length).toBe(LIMITS.versionsOfApp);
    expect(await putApp('one-more')).toEqual(OVER);
    const newest = await world.ports.apps.newest('acme', 'google');
    expect(await putApp(newest?.clientId ?? '')).toEqual({ status: 200 });
    expect(await send('DELETE', `${WS}/oauth-apps/google`)).toEqual({ status: 204 });
    expect(await putApp('one-more')).toEqual({ status: 200 });
    expect((await world.ports.apps.newest('acme', 'google'))?.version).toBe(1);
  });
});

const AT_ONCE = 12;
/** The first calls answer when all of them have read: everybody sees room. */
function readByAllAtOnce<In extends unknown[], Out>(read: (...args: In) => Promise<Out>) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  return async (...args: In): Promise<Out> => {
    const answer = await read(...args);
    calls += 1;
    if (calls === AT_ONCE) resolve();
    await promise;
    return answer;
  };
}

describe('T171: what is new and comes at once', () => {
  const atOnce = async (
    path: (number: number) => string,
    body: object,
  ): Promise<{ passed: number; answers: object[] }> => {
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, number) => send('PUT', path(number), body)),
    );
    const passed = answers.filter(({ status }) => status === 200).length;
    return { passed, answers: answers.filter(({ status }) => status !== 200) };
  };

  it('passes no limit of servers', async () => {
    const { serverRecords, reads } = world.ports;
    for (let number = 1; number < LIMITS.serversOfWorkspace; number++)
      await serverRecords.add({ workspaceId: 'acme', serverId: `s${number}` }, added(server));
    const placements = [{ in: 'env', name: 'CRM_TOKEN', value: '{accessToken}' }];
    const body = { provider: 'google', placements };
    reads.servers = readByAllAtOnce(reads.servers);
    const { passed, answers } = await atOnce((number) => `${WS}/mcp-servers/new${number}`, body);
    expect(answers).toEqual(answers.map(() => OVER));
    expect(passed).toBeLessThanOrEqual(1);
    expect(await reads.servers('acme')).toHaveLength(LIMITS.serversOfWorkspace - 1 + passed);
  });

  it('passes no limit of apps', async () => {
    const { apps, reads } = world.ports;
    for (let number = 1; number < LIMITS.appsOfWorkspace; number++) {
      const provider = `custom~p${number}`;
      await apps.add({ owner: 'acme', provider, version: 1 }, added({ ...oauthApp, provider }));
    }
    reads.oauthAppsOf = readByAllAtOnce(reads.oauthAppsOf);
    const { passed, answers } = await atOnce((number) => `${WS}/oauth-apps/${PROVIDERS[number]}`, {
      clientId: 'own-client',
      clientSecret: 'secret',
    });
    expect(answers).toEqual(answers.map(() => OVER));
    expect(passed).toBeLessThanOrEqual(1);
    expect(await reads.oauthAppsOf('acme')).toHaveLength(LIMITS.appsOfWorkspace - 1 + passed);
  });
});

describe('T171: tombstones', () => {
  it('count for a new id, and one of them can always be connected again', async () => {
    const listed = (length: number) => {
      const record = { ...connection, status: 'disconnected' as const };
      const all = Array.from({ length }, (_, number) => ({
        key: { workspaceId: 'acme', connectionId: `google~t${number}` },
        record,
      }));
      world.ports.reads.connections = async () => all;
    };
    const tombstone = { ...connection, status: 'disconnected' as const };
    await world.ports.connections.change({ workspaceId: 'acme', connectionId: 'google~t1' }, put(tombstone));
    listed(LIMITS.connectionRowsOfWorkspace - 1);
    expect(await start('new')).toEqual({ status: 201 });
    listed(LIMITS.connectionRowsOfWorkspace);
    expect(await start('new')).toEqual(OVER);
    expect(await start('t1')).toEqual({ status: 201 });
  });
});

describe('T171: what is deleted and deleted again', () => {
  it('a workspace: leaves no further entry, unless something was left to end', async () => {
    await world.connected('acme', 'one');
    expect(await send('DELETE', WS)).toEqual({ status: 202 });
    const once = await typesOf();
    expect(once).toContain('workspace_deleted');
    for (let time = 0; time < 3; time++) expect(await send('DELETE', WS)).toEqual({ status: 202 });
    expect(await typesOf()).toEqual(once);
    await world.connected('acme', 'late');
    expect(await send('DELETE', WS)).toEqual({ status: 202 });
    expect(await typesOf()).toEqual([...once, 'disconnect_requested', 'workspace_deleted'].toSorted());
    const late = await world.ports.connections.read({ workspaceId: 'acme', connectionId: 'google~late' });
    expect(late?.status).toBe('disconnecting');
  });

  it.each([`${WS}/oauth-apps/google`, `${WS}/mcp-servers/crm`])('%s: leaves none', async (path) => {
    expect(await send('DELETE', path)).toEqual({ status: 204 });
    expect(await typesOf()).toEqual([]);
  });
});
