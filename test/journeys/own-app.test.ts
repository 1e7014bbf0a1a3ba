/**
 * Covers src/broker/apps/read-app.ts, src/broker/apps/seal-app.ts,
 * src/broker/apps/put-oauth-app.ts, src/broker/apps/delete-oauth-app.ts,
 * src/broker/apps/oauth-app-credentials.ts, src/broker/apps/check-app-variables.ts, src/broker/tokens/account-key.ts,
 * src/broker/connect/choose-app.ts, src/http/connect.ts, src/http/describe-app.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerIn } from '../../local/demo/api-client.ts';
import { deleteOAuthApp } from '../../src/broker/apps/delete-oauth-app.ts';
import { appCredentials } from '../../src/broker/apps/oauth-app-credentials.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { accountKeyOf } from '../../src/broker/tokens/account-key.ts';
import { startWorld, visit, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
/** No workspace has an app or a connection yet. */
beforeEach(async () => {
  world.resetClock();
  const { connections, apps, appHealth, reads } = world.environment.ports;
  for (const owner of ['acme', 'globex']) {
    for (const { key } of await connections.list(owner)) await connections.delete(key, {});
    for (const { version } of await reads.oauthApps(owner, 'demo')) {
      await apps.delete({ owner, provider: 'demo', version }, {});
      await appHealth.delete({ appKey: `${owner}/demo/${version}` }, {});
    }
  }
});

interface AppAnswer {
  redirectUri: string;
  app?: { clientId: string; version: number; secretSetAt: string };
  code?: string;
}
const path = (workspace = 'acme') => `/v1/workspaces/${workspace}/oauth-apps/demo`;
const put = (clientId: string, clientSecret: string, person = world.ada, workspace = 'acme') =>
  person.request<AppAnswer>('PUT', path(workspace), { clientId, clientSecret });
const redirectUri = (workspace = 'acme') => `${world.environment.urls.api}/oauth/callback/demo/${workspace}`;
const register = (clientId: string, clientSecret: string, workspace = 'acme') =>
  world.environment.demoProvider.registerClient({
    clientId,
    clientSecret,
    redirectUris: [redirectUri(workspace)],
  });
const refresh = (label: string) =>
  refreshConnection(world.environment.ports, {
    key: { workspaceId: 'acme', connectionId: `demo~${label}` },
    deadline: world.now() + 60_000,
  });

/** A connection of each of two clients, whose later one is the app's newest version. */
async function connectedByTwo() {
  for (const [label, clientId] of [
    ['old', 'acme-1'],
    ['new', 'acme-2'],
  ] as const) {
    await register(clientId, `secret-of-${clientId}`);
    await put(clientId, `secret-of-${clientId}`);
    await world.connect(world.ada, 'acme', { provider: 'demo', label, app: 'workspace' });
  }
}

describe('a workspace’s own app', () => {
  it('T070: takes the secret in and never gives it out, and names the redirect URI to register', async () => {
    const secret = 'a-secret-of-acme';
    await register('acme-1', secret);
    const answer = await put('acme-1', secret);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      redirectUri: redirectUri(),
      app: { clientId: 'acme-1', version: 1 },
    });
    const { body } = await world.ada.request<AppAnswer>('GET', path());
    expect(JSON.stringify([answer.body, body])).not.toContain(secret);
    expect(body.app?.secretSetAt).toBeDefined();
    expect(world.logged.join()).not.toContain(secret);
  });

  it('connects through it, and T023: keeps a connection on the app that minted it when another client follows', async () => {
    await connectedByTwo();
    expect([await refresh('old'), await refresh('new')]).toEqual([
      { outcome: 'refreshed' },
      { outcome: 'refreshed' },
    ]);
    const { body } = await world.ada.connections('acme');
    expect(body.connections.map(({ id, app }) => [id, app.clientId, app.version])).toEqual([
      ['demo~new', 'acme-2', 2],
      ['demo~old', 'acme-1', 1],
    ]);
  });

  it('a new secret for the same client id serves its connections at once', async () => {
    await connectedByTwo();
    await register('acme-2', 'third-secret');
    expect((await refresh('new')).outcome).toBe('failing');
    expect((await put('acme-2', 'third-secret')).body.app).toMatchObject({ clientId: 'acme-2', version: 2 });
    world.advance(60_000);
    expect(await refresh('new')).toEqual({ outcome: 'refreshed' });
  });

  it('T019: the same client id in two workspaces has two redirect URIs, and a code of one is none of the other’s', async () => {
    await register('shared', 'shared-secret');
    await register('shared', 'shared-secret', 'globex');
    expect((await put('shared', 'shared-secret', world.mallory, 'globex')).body.redirectUri).toBe(
      redirectUri('globex'),
    );
    await put('shared', 'shared-secret');
    const { body } = await world.mallory.start('globex', { provider: 'demo', app: 'workspace' });
    const callback = new URL(await world.callbackUrl(body.authorizationUrl));
    expect(callback.pathname).toBe('/oauth/callback/demo/globex');
    callback.pathname = '/oauth/callback/demo/acme';
    const { location } = await visit(callback.href);
    const { id: session, completionSecret } = body;
    const returned = { session, completionSecret, ...answerIn(location ?? '') };
    expect((await world.mallory.complete('globex', returned)).body.code).toBe(
      'authorization_response_mismatch',
    );
  });

  it('cannot be deleted while a connection uses it, whatever its status, and can afterwards', async () => {
    await connectedByTwo();
    const { connections } = world.environment.ports;
    const statuses = { old: 'refresh_failing', new: 'reauthorization_required' } as const;
    for (const [label, status] of Object.entries(statuses))
      await connections.change(
        { workspaceId: 'acme', connectionId: `demo~${label}` },
        { expect: {}, set: { status }, writeId: `status-${label}` },
      );
    expect(await world.ada.request<AppAnswer>('DELETE', path())).toMatchObject({
      status: 409,
      body: { code: 'oauth_app_in_use', connections: ['demo~new', 'demo~old'] },
    });
    // A refused deletion leaves the app as it was.
    expect((await world.ada.start('acme', { provider: 'demo', label: 'x', app: 'workspace' })).status).toBe(
      201,
    );
    for (const label of ['old', 'new']) await world.ada.disconnect('acme', `demo~${label}`);
    expect((await world.ada.request('DELETE', path())).status).toBe(204);
    expect((await world.ada.request<AppAnswer>('GET', path())).body.app).toBeUndefined();
  });

  it('T023: whose versions begin anew after a deletion serves nothing that the deleted one minted', async () => {
    const { ports } = world.environment;
    await register('first', 'first-secret');
    await put('first', 'first-secret');
    const appUid = (await ports.apps.newest('acme', 'demo'))?.uid ?? expect.unreachable();
    const pinned = { provider: 'demo', appOwner: 'acme', appVersion: 1, appUid, clientId: 'first' };
    const key = { workspaceId: 'acme', connectionId: 'demo' };
    expect((await appCredentials(ports, key, pinned))?.clientSecret?.reveal()).toBe('first-secret');
    expect((await world.ada.request('DELETE', path())).status).toBe(204);
    // The same client again: another app, since what was minted for the deleted one may not reach it.
    await put('first', 'second-secret');
    expect((await ports.apps.newest('acme', 'demo'))?.version).toBe(1);
    expect(await appCredentials(ports, key, pinned)).toBeUndefined();
    const later = (await ports.apps.newest('acme', 'demo'))?.uid ?? expect.unreachable();
    expect(await appCredentials(ports, key, { ...pinned, appUid: later })).toBeDefined();
  });

  it('T023: that is put again with the same client id gets no code that was meant for the deleted one', async () => {
    const demo = { provider: 'demo', label: 'late', app: 'workspace' } as const;
    await register('first', 'second-secret');
    await put('first', 'second-secret');
    const returned = await world.consented(world.ada, 'acme', demo);
    expect((await world.ada.request('DELETE', path())).status).toBe(204);
    await put('first', 'second-secret');
    expect(await world.ada.complete('acme', returned)).toMatchObject({
      status: 409,
      body: { code: 'app_not_available' },
    });
    expect(
      await world.environment.ports.connections.read({ workspaceId: 'acme', connectionId: 'demo~late' }),
    ).toBeUndefined();
  });

  it('while its deletion is under way: no session starts, and none that is open completes', async () => {
    const demo = { provider: 'demo', label: 'late', app: 'workspace' } as const;
    await register('first', 'second-secret');
    await put('first', 'second-secret');
    const returned = await world.consented(world.ada, 'acme', demo);
    const { ports } = world.environment;
    const caller: Caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin']]) };
    const answers: unknown[] = [];
    const list: typeof ports.connections.list = async (workspaceId) => {
      answers.push((await world.ada.start('acme', demo)).body);
      answers.push((await world.ada.complete('acme', returned)).body);
      return ports.connections.list(workspaceId);
    };
    const during = { ...ports, connections: { ...ports.connections, list } };
    await deleteOAuthApp(during, { caller, workspaceId: 'acme', provider: 'demo' });
    expect(answers).toEqual([
      expect.objectContaining({ code: 'app_not_available' }),
      expect.objectContaining({ code: 'app_not_available' }),
    ]);
  });

  it('is kept by a deletion whose mark another deletion took away meanwhile', async () => {
    const { ports } = world.environment;
    const caller: Caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin']]) };
    const deletion = { caller, workspaceId: 'acme', provider: 'demo' };
    await put('first', 'second-secret');
    const list: typeof ports.connections.list = async (workspaceId) => {
      const before = await ports.connections.list(workspaceId);
      // The other one is refused, gives the app back, and a consent completes.
      const { uid, version } = (await ports.apps.newest('acme', 'demo')) ?? expect.unreachable();
      const change = { expect: { uid: { is: uid } }, set: { deletingAt: undefined }, writeId: 'given-back' };
      await ports.apps.change({ owner: 'acme', provider: 'demo', version }, change);
      return before;
    };
    const during = { ...ports, connections: { ...ports.connections, list } };
    await expect(deleteOAuthApp(during, deletion)).rejects.toMatchObject({ code: 'app_changed' });
    expect(await ports.apps.newest('acme', 'demo')).toMatchObject({ clientId: 'first' });
  });

  it('T019: a provider of one workspace’s own shares no account with another’s of the same name', () => {
    const facts = (world.environment.ports.catalogue.get('demo') ?? expect.unreachable()).oauth;
    const account = { id: '7', label: 'seven' };
    const key = (appOwner: string, provider: string, more = {}) =>
      accountKeyOf(
        world.environment.ports,
        { provider, appOwner, appVersion: 1, appUid: 'u', clientId: 'c' },
        { facts: { ...facts, ...more }, account },
      );
    expect(key('acme', 'custom~crm')).not.toBe(key('globex', 'custom~crm'));
    expect(key('acme', 'demo')).toBe(key('globex', 'demo'));
    // Another issuer or endpoint is another provider, also where a path names the tenant; a correction of the catalogue is none.
    expect(key('acme', 'custom~crm')).not.toBe(key('acme', 'custom~crm', { issuer: 'https://b.example' }));
    const elsewhere = { tokenEndpoint: `${new URL(facts.tokenEndpoint).origin}/another-tenant/token` };
    expect(key('acme', 'custom~crm')).not.toBe(key('acme', 'custom~crm', elsewhere));
    expect(key('acme', 'demo')).toBe(key('acme', 'demo', elsewhere));
  });

  it.each([
    ['a variable that the provider does not have', { variables: { tenant: 'x' } }, 'invalid_variable'],
    [
      'a description beside a provider of the catalogue',
      { custom: { name: 'x', issuer: 'https://x.example', scopes: [], apiHosts: ['x.example'] } },
      'invalid_request',
    ],
  ])('is refused with %s', async (_title, more, code) => {
    const answer = await world.ada.request<AppAnswer>('PUT', path(), {
      clientId: 'x',
      clientSecret: 'y',
      ...more,
    });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });
});
