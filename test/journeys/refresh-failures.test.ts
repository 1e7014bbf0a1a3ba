/**
 * Covers src/broker/refresh/ask-provider.ts, src/broker/refresh/refresh-failed.ts,
 * src/broker/refresh/refresh-connection.ts, src/broker/refresh/risky-replay.ts, src/broker/health/app-health.ts,
 * src/broker/health/app-health-after-failure.ts.
 */
import { describe, expect, it } from 'vitest';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { VaultError } from '../../src/vault/vault-error.ts';
import {
  beginRefreshing,
  key,
  MINUTE,
  oauthError,
  ports,
  read,
  refresh,
  tokenEndpoint,
  world,
} from './refreshing.ts';

beginRefreshing();

describe('a grant dies only of the provider’s own word', () => {
  it('T118: invalid_grant is told once, and nobody asks again', async () => {
    const { fetch, asked } = tokenEndpoint(() => oauthError('invalid_grant'));
    expect(await refresh({ fetch })).toEqual({ outcome: 'dead' });
    expect(await refresh({ fetch })).toEqual({ outcome: 'not_refreshable' });
    expect(asked()).toBe(1);
    const record = await read();
    expect(record).toMatchObject({ status: 'reauthorization_required', reason: 'grant_revoked' });
    expect(record.dueAt).toBeUndefined();
  });

  it('T117: invalid_grant for a token that somebody replaced meanwhile was a race', async () => {
    const { fetch } = tokenEndpoint(async () => {
      // A replay ends the family at this provider, so nobody tries before the access token is about to expire.
      world.advance(59 * MINUTE);
      await refresh();
      return oauthError('invalid_grant');
    });
    expect((await refresh({ fetch })).outcome).toBe('moved');
    expect(await read()).toMatchObject({ status: 'active', generation: 2 });
  });

  it.each<[string, () => Response, string]>([
    ['T109: 500', () => new Response('oops', { status: 500 }), 'provider_unavailable'],
    ['T110: 429', () => oauthError('slow_down', 429, { 'retry-after': '120' }), 'provider_throttled'],
    [
      'T113: a page of HTML',
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      'provider_unavailable',
    ],
    ['T113: an empty answer', () => new Response(''), 'provider_unavailable'],
    ['T113: 204', () => new Response(null, { status: 204 }), 'provider_unavailable'],
    [
      'T113: truncated JSON',
      () => new Response('{"access_token":"a', { headers: { 'content-type': 'application/json' } }),
      'provider_unavailable',
    ],
    [
      'T115: a redirect',
      () => new Response('', { status: 302, headers: { location: 'https://evil.example' } }),
      'provider_unavailable',
    ],
    [
      'T119: invalid_client',
      () => oauthError('invalid_client', 401, { 'www-authenticate': 'Basic' }),
      'app_misconfigured',
    ],
    ['T119: unauthorized_client', () => oauthError('unauthorized_client'), 'app_misconfigured'],
    ['T120: temporarily_unavailable', () => oauthError('temporarily_unavailable'), 'provider_unavailable'],
    ['T120: server_error', () => oauthError('server_error'), 'provider_unavailable'],
    ['an unknown 4xx', () => oauthError('something_new', 418), 'app_misconfigured'],
    [
      'a token of another type',
      () => Response.json({ access_token: 'a', token_type: 'DPoP' }),
      'provider_unavailable',
    ],
    [
      'T149: a line break in the token',
      () => Response.json({ access_token: 'a\r\nb', token_type: 'bearer' }),
      'provider_unavailable',
    ],
  ])('%s keeps the tokens and tries again', async (_title, answer, reason) => {
    const before = await openTokens(ports, key, await read());
    const { fetch } = tokenEndpoint(answer);
    const report = await refresh({ fetch });
    expect(report.outcome).toBe('failing');
    const record = await read();
    expect(record).toMatchObject({ status: 'refresh_failing', reason, generation: 1, failures: 1 });
    expect(record.dueAt).toBe(record.nextAttemptAt);
    expect(record.leaseId).toBeUndefined();
    const after = await openTokens(ports, key, record);
    expect(after.refresh?.reveal()).toBe(before.refresh?.reveal());
  });

  it('T110 T131: Retry-After and back-off bind everybody until they are over', async () => {
    const { fetch, asked } = tokenEndpoint(() => oauthError('slow_down', 429, { 'retry-after': '120' }));
    const { retryAt = 0 } = await refresh({ fetch });
    expect(retryAt - world.now()).toBeGreaterThanOrEqual(119_000);
    expect(await refresh({ fetch })).toEqual({ outcome: 'not_yet', retryAt });
    expect(asked()).toBe(1);
    world.advance(retryAt - world.now());
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
    expect((await read()).failures).toBeUndefined();
  });

  it('T129 T130: a missing or unreachable client secret is no fault of the connection', async () => {
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    const gone = { clientSecret: async () => undefined };
    expect((await refresh({ fetch, platformSecrets: gone })).outcome).toBe('failing');
    expect(await read()).toMatchObject({ status: 'refresh_failing', reason: 'app_misconfigured' });
    const down = { clientSecret: () => Promise.reject(new Error('throttled')) };
    world.advance(60 * MINUTE);
    await expect(refresh({ fetch, platformSecrets: down })).rejects.toThrow('throttled');
    expect(asked()).toBe(0);
    expect((await read()).status).toBe('refresh_failing');
    world.advance(MINUTE);
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
  });

  it('T090: without the vault the provider is not asked', async () => {
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    const vault = { ...ports.vault, sealer: () => Promise.reject(new VaultError('key_unavailable')) };
    await expect(refresh({ fetch, vault })).rejects.toMatchObject({ code: 'key_unavailable' });
    expect(asked()).toBe(0);
    expect(await read()).toMatchObject({ status: 'active', generation: 1 });
  });

  it('T103: with too little time left the provider is not asked', async () => {
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    const report = await refreshConnection({ ...ports, fetch }, { key, deadline: world.now() + 5_000 });
    expect(report.outcome).toBe('not_yet');
    expect(asked()).toBe(0);
  });
});

describe('the trial of an app whose breaker is half open', () => {
  const NO_SECRET = { platformSecrets: { clientSecret: () => Promise.reject(new Error('down')) } };
  const overtaken = () => ({ connections: { ...ports.connections, change: async () => false } });

  it.each<[string, () => Partial<Ports>, string]>([
    ['whose secret cannot be read', () => NO_SECRET, 'down'],
    ['that another process overtook', overtaken, 'busy'],
  ])('is not used up by a refresh %s', async (_title, hindrance, end) => {
    const failing = ['a', 'b', 'c', 'd', 'e'];
    const open = { pauseUntil: 0, reason: 'provider_unavailable', openings: 1, failing } as const;
    const appKey = 'verified/demo/1';
    await ports.appHealth.change({ appKey }, { expect: {}, set: { ...open, failing }, writeId: 'open' });
    // It may be the soonest of each tick: then no other connection of the app would be refreshed any more.
    const hindered = await refresh(hindrance()).then(
      ({ outcome }) => outcome,
      ({ message }) => message,
    );
    expect(hindered).toBe(end);
    expect((await refresh()).outcome).toBe('refreshed');
    expect(await ports.appHealth.read({ appKey })).toBeUndefined();
  });
});

describe('a refresh that a person asks for', () => {
  const refreshOnDemand = () =>
    world.ada.request('POST', `/v1/workspaces/acme/connections/${key.connectionId}/refresh`);

  it('answers while the app rests, and says until when', async () => {
    const { appOwner, provider, appVersion, refreshedAt = 0 } = await read();
    const appKey = `${appOwner}/${provider}/${appVersion}`;
    const pauseUntil = Date.now() + 10 * MINUTE;
    const reason = 'app_misconfigured' as const;
    await ports.appHealth.change({ appKey }, { expect: {}, set: { pauseUntil, reason }, writeId: 'rests' });
    expect(await refreshOnDemand()).toMatchObject({
      status: 200,
      body: { outcome: 'paused', retryAt: new Date(pauseUntil).toISOString() },
    });
    expect((await read()).refreshedAt ?? 0).toBe(refreshedAt);
  });
});
