/**
 * A remote server's connection from its consent to its end.
 * Covers src/broker/remote/forget-client.ts, src/broker/remote/remote-client.ts, src/broker/refresh/settle-token-failure.ts,
 * src/broker/disconnect/disconnect.ts, src/broker/servers/delete-mcp-server.ts, src/broker/remote/list-known-servers.ts,
 * src/broker/remote/describe-remote.ts, src/oauth/remote/register-client.ts.
 */
import { describe, expect, it } from 'vitest';
import { KNOWN_SERVERS } from '../../src/providers/remote/known-servers.ts';
import { HOUR, remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { refused } from './scripted-authorization.ts';

async function connected(more: Record<string, unknown> = {}) {
  const world = await remoteWorld();
  const good = world.good(more);
  await world.confirmed('good', URL_OF_GOOD);
  await world.connect('good', good.as);
  return { world, ...good };
}

describe('a connection', () => {
  it('is refreshed by the tick, whose refresh tokens rotate', async () => {
    const { world, as } = await connected();
    for (let time = 0; time < 5; time += 1) {
      world.advance(HOUR);
      await world.tick();
      expect((await world.inject('good')).isAuthorized).toBe(true);
    }
    const sent = as.at('/token').map(({ body }) => new URLSearchParams(body).get('refresh_token'));
    const refreshes = sent.filter((token) => token !== null);
    expect(refreshes.length).toBeGreaterThanOrEqual(5);
    expect(new Set(refreshes).size).toBe(refreshes.length);
  });

  it('is revoked at its end, and the client after an hour', async () => {
    const { world, as } = await connected();
    world.advance(2 * HOUR);
    await world.tick();
    const { body } = await world.disconnect('remote~good');
    expect(body.revocation).toMatchObject({ outcome: 'revoked', at: 'mcp.good.example' });
    expect(as.grants[0]?.refresh).toBeUndefined();
    expect(as.clients.size).toBe(0);
    expect((await world.inject('good')).context).toMatchObject({ reason: 'not_connected' });
    expect((await world.server('good')).body.authorization.client).toBe('none');
  });

  it('keeps its server, which is deleted after it with its client', async () => {
    const { world, as } = await connected();
    const path = '/v1/workspaces/acme/mcp-servers/good';
    expect((await world.request('DELETE', path)).body).toMatchObject({
      ...{ code: 'server_in_use', connections: ['remote~good'] },
    });
    expect(as.clients.size).toBe(1);
    await world.disconnect('remote~good');
    expect((await world.request('DELETE', path)).status).toBe(204);
    expect(as.clients.size).toBe(0);
    expect((await world.server('good')).status).toBe(404);
    expect((await world.start('good')).body.code).toBe('unknown_provider');
  });

  it('ends although its client cannot be deleted', async () => {
    const { world, as } = await connected();
    world.advance(2 * HOUR);
    world.net.silence(as.issuer);
    expect((await world.disconnect('remote~good')).status).toBe(200);
    expect((await world.connection('remote~good')).body.status).not.toBe('active');
  });
});

describe('a client that the authorization server does not know any more', () => {
  it('is told by the connection, and the next consent makes another', async () => {
    const { world, as } = await connected();
    as.clients.clear();
    await world.refresh('remote~good');
    expect((await world.connection('remote~good')).body).toMatchObject({
      ...{ status: 'reauthorization_required', reason: 'client_lost' },
    });
    expect((await world.inject('good')).context).toMatchObject({ reason: 'reauthorization_required' });
    expect((await world.start('good', { replaceAccount: true })).body.code).toBe('too_many_requests');
    world.advance(HOUR);
    await world.connect('good', as, { replaceAccount: true });
    expect((await world.connection('remote~good')).body.status).toBe('active');
    expect(as.at('/register')).toHaveLength(2);
  });

  it('that an admin registered by hand is the admin’s to mend, and no connection ends for it', async () => {
    const world = await remoteWorld();
    const { as } = world.good({ registration_endpoint: undefined });
    expect((await world.confirmed('good', URL_OF_GOOD)).body.authorization.client).toBe('needed');
    expect((await world.start('good')).body.code).toBe('app_not_available');
    as.clients.set('by-hand', { id: 'by-hand', redirectUris: [] });
    await world.request('PUT', '/v1/workspaces/acme/oauth-apps/remote~good', { clientId: 'by-hand' });
    await world.connect('good', as);
    as.clients.clear();
    await world.refresh('remote~good');
    expect((await world.connection('remote~good')).body.reason).not.toBe('client_lost');
    expect(as.at('/register')).toEqual([]);
  });

  it.each([
    ['a fault that does not name the client', refused('invalid_scope')],
    ['no answer that is one', { status: 502, body: '<html>' }],
    ['a throttle', refused('invalid_client', 429)],
  ])('is not proved by %s', async (_what, answer) => {
    const { world, as } = await connected();
    world.net.at(`${as.issuer}/token`, answer);
    await world.refresh('remote~good');
    expect((await world.connection('remote~good')).body.reason).not.toBe('client_lost');
    world.net.at(`${as.issuer}/token`, (arrived) => as.token(arrived));
    world.advance(HOUR);
    await world.tick();
    expect((await world.connection('remote~good')).body.status).toBe('active');
  });
});

describe('the servers that the catalogue knows', () => {
  it('are listed for whoever signed in', async () => {
    const world = await remoteWorld();
    const { body } = await world.request('GET', '/v1/known-servers');
    expect(body.servers).toHaveLength(KNOWN_SERVERS.length);
    const names = body.servers.map(({ name }: { name: string }) => name);
    expect(names).toEqual([...names].sort((one: string, other: string) => one.localeCompare(other)));
    const kinds = await world.request('GET', '/v1/known-servers', undefined, 'nobody');
    expect(kinds.status).toBe(401);
  });
});
