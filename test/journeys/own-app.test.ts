/**
 * Covers src/broker/apps/put-oauth-app.ts, src/broker/apps/delete-oauth-app.ts,
 * src/broker/apps/oauth-app-credentials.ts, src/broker/apps/check-app-variables.ts, src/broker/connect/account-key.ts,
 * src/broker/connect/choose-app.ts, src/http/connect.ts, src/http/describe-app.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appCredentials } from '../../src/broker/apps/oauth-app-credentials.ts';
import { accountKeyOf } from '../../src/broker/connect/account-key.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

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
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'old', app: 'workspace' });
    await register('acme-2', 'second-secret');
    expect((await put('acme-2', 'second-secret')).body.app).toMatchObject({ clientId: 'acme-2', version: 2 });
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'new', app: 'workspace' });
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
    await register('acme-2', 'third-secret');
    expect((await refresh('new')).outcome).toBe('failing');
    expect((await put('acme-2', 'third-secret')).body.app).toMatchObject({ clientId: 'acme-2', version: 2 });
    world.advance(60_000);
    expect(await refresh('new')).toEqual({ outcome: 'refreshed' });
    world.resetClock();
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
    expect((await fetch(callback, { redirect: 'manual' })).status).toBe(400);
  });

  it('cannot be deleted while a connection uses it, and can afterwards', async () => {
    expect(await world.ada.request<AppAnswer>('DELETE', path())).toMatchObject({
      status: 409,
      body: { code: 'oauth_app_in_use' },
    });
    for (const label of ['old', 'new']) await world.ada.disconnect('acme', `demo~${label}`);
    expect((await world.ada.request('DELETE', path())).status).toBe(204);
    expect((await world.ada.request<AppAnswer>('GET', path())).body.app).toBeUndefined();
  });

  it('T023: whose versions begin anew after a deletion serves nothing that the deleted one minted', async () => {
    const { ports } = world.environment;
    await register('first', 'first-secret');
    await put('first', 'first-secret');
    const pinned = { provider: 'demo', appOwner: 'acme', appVersion: 1, clientId: 'first' };
    expect((await appCredentials(ports, pinned))?.clientSecret.reveal()).toBe('first-secret');
    expect((await world.ada.request('DELETE', path())).status).toBe(204);
    await put('second', 'second-secret');
    expect(await appCredentials(ports, pinned)).toBeUndefined();
    expect(await appCredentials(ports, { ...pinned, clientId: 'second' })).toBeDefined();
  });

  it('T019: a provider of one workspace’s own shares no account with another’s of the same name', () => {
    const key = (appOwner: string, provider: string) =>
      accountKeyOf(world.environment.ports, { provider, appOwner, appVersion: 1, clientId: 'c' }, {
        id: '7',
      } as never);
    expect(key('acme', 'custom~crm')).not.toBe(key('globex', 'custom~crm'));
    expect(key('acme', 'demo')).toBe(key('globex', 'demo'));
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
