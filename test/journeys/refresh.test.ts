import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTokens } from '../../src/broker/open-tokens.ts';
import type { ConnectionKey, Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh-connection.ts';
import { refreshDue } from '../../src/broker/refresh-due.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import { VaultError } from '../../src/vault/vault-error.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let ports: Ports;
beforeAll(async () => {
  world = await startWorld();
  ports = world.environment.ports;
});
afterAll(() => world.close());

const MINUTE = 60_000;
let labels = 0;
let key: ConnectionKey;
beforeEach(async () => {
  world.resetClock();
  const label = `r${labels++}`;
  await world.connect(world.ada, 'acme', { provider: 'demo', label });
  key = { workspaceId: 'acme', connectionId: `demo~${label}` };
});

const read = async (which = key) => {
  const record = await ports.connections.read(which);
  if (!record) throw new Error('no such connection');
  return record;
};
const refresh = (patch: Partial<Ports> = {}, more: { generation?: number } = {}) =>
  refreshConnection({ ...ports, ...patch }, { key, deadline: world.now() + MINUTE, ...more });

type Fetch = Ports['fetch'];
/** An egress that answers the token endpoint itself, or fails there; counts how often it was asked. */
function tokenEndpoint(answer: (ask: () => Promise<Response>) => Promise<Response> | Response): {
  fetch: Fetch;
  asked: () => number;
} {
  let asked = 0;
  const fetch: Fetch = async (request) => {
    if (!request.url.endsWith('/token')) return ports.fetch(request);
    asked++;
    return answer(() => ports.fetch(request));
  };
  return { fetch, asked: () => asked };
}
const oauthError = (error: string, status = 400, headers: Record<string, string> = {}) =>
  Response.json({ error }, { status, headers });

describe('a refresh', () => {
  it('stores both tokens as one new generation, and the old refresh token is spent', async () => {
    const before = await openTokens(ports, key, await read());
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
    const record = await read();
    const after = await openTokens(ports, key, record);
    expect(record).toMatchObject({ status: 'active', generation: 2, epoch: 1 });
    expect(record.leaseId).toBeUndefined();
    expect(record.attemptId).toBeUndefined();
    expect(after.access?.reveal()).not.toBe(before.access?.reveal());
    expect(after.refresh?.reveal()).not.toBe(before.refresh?.reveal());
    // Tokens of two generations do not open beside each other.
    await expect(openTokens(ports, key, { ...record, generation: 1 })).rejects.toMatchObject({
      code: 'does_not_open',
    });
  });

  it('T096: asks the provider once for 64 at the same time', async () => {
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    const reports = await Promise.all(
      Array.from({ length: 64 }, () => refresh({ fetch }, { generation: 1 })),
    );
    expect(asked()).toBe(1);
    expect(reports.filter(({ outcome }) => outcome === 'refreshed')).toHaveLength(1);
    expect(new Set(reports.map(({ outcome }) => outcome))).not.toContain('failing');
    expect(await read()).toMatchObject({ generation: 2, status: 'active' });
  });

  it('T121: keeps the refresh token where the answer brings none', async () => {
    const before = await openTokens(ports, key, await read());
    const { fetch } = tokenEndpoint(() =>
      Response.json({ access_token: 'fresh', token_type: 'Bearer', expires_in: 60 }),
    );
    await refresh({ fetch });
    const after = await openTokens(ports, key, await read());
    expect(after.access?.reveal()).toBe('fresh');
    expect(after.refresh?.reveal()).toBe(before.refresh?.reveal());
  });

  it('T122 T044: records narrowed scopes', async () => {
    const { fetch } = tokenEndpoint(() =>
      Response.json({
        access_token: 'fresh',
        token_type: 'bearer',
        expires_in: 60,
        scope: 'openid notes:read',
      }),
    );
    await refresh({ fetch });
    expect((await read()).grantedScopes).toEqual(['openid', 'notes:read']);
  });

  it('is due before expiry, with jitter, and never at once for a short-lived token', async () => {
    const dueAts = new Set<number>();
    for (let round = 0; round < 5; round++) {
      const { fetch } = tokenEndpoint(() =>
        Response.json({ access_token: 'fresh', token_type: 'bearer', expires_in: 60 }),
      );
      await refresh({ fetch });
      const { dueAt = 0, accessExpiresAt = 0, refreshedAt = 0 } = await read();
      expect(dueAt).toBeGreaterThan(refreshedAt + 10_000);
      expect(dueAt).toBeLessThanOrEqual(accessExpiresAt - 30_000);
      dueAts.add(accessExpiresAt - dueAt);
    }
    expect(dueAts.size).toBeGreaterThan(1);
  });
});

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
      world.advance(46_000);
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
      () => Response.json({ access_token: 'a', token_type: 'mac' }),
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

describe('an answer that is lost', () => {
  it('leaves a mark, waits until the access token is about to expire, and names the loss', async () => {
    const { fetch } = tokenEndpoint(async (ask) => {
      await ask();
      throw new ProviderFetchError('deadline', true);
    });
    const { accessExpiresAt = 0 } = await read();
    const { retryAt = 0 } = await refresh({ fetch });
    const marked = await read();
    expect(marked.attemptId).toBeDefined();
    expect(marked).toMatchObject({ status: 'refresh_failing', generation: 1 });
    // The demo provider ends the family on a replay: until then the access token is still good.
    expect(retryAt).toBeGreaterThanOrEqual(accessExpiresAt - 2 * MINUTE);
    expect(retryAt).toBeLessThan(accessExpiresAt);
    world.advance(retryAt - world.now());
    expect(await refresh()).toEqual({ outcome: 'dead' });
    expect(await read()).toMatchObject({ status: 'reauthorization_required', reason: 'refresh_lost' });
  });

  it('T099: that never left is no loss: no mark, and the next try is soon', async () => {
    const { fetch } = tokenEndpoint(() => Promise.reject(new ProviderFetchError('network', false)));
    const { retryAt = 0 } = await refresh({ fetch });
    expect((await read()).attemptId).toBeUndefined();
    expect(retryAt - world.now()).toBeLessThanOrEqual(5_000);
    world.advance(retryAt - world.now());
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
  });

  it('T098: a success that comes after the lease lapsed is stored while nothing newer stands, even after a death', async () => {
    const { fetch } = tokenEndpoint(async (ask) => {
      const answer = await ask();
      world.advance(46_000);
      // Meanwhile another worker tries the spent token and hears that it is dead.
      const other = tokenEndpoint(() => oauthError('invalid_grant'));
      expect((await refresh({ fetch: other.fetch })).outcome).toBe('dead');
      return answer;
    });
    expect(await refresh({ fetch })).toEqual({ outcome: 'refreshed' });
    expect(await read()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('T098: a failure that comes after the lease lapsed releases nobody else’s lease', async () => {
    const { fetch } = tokenEndpoint(async () => {
      world.advance(46_000);
      await ports.connections.change(key, {
        expect: { epoch: { is: 1 } },
        set: { leaseId: 'another', leaseUntil: world.now() + 45_000 },
        writeId: 'another',
      });
      return new Response('', { status: 500 });
    });
    await refresh({ fetch });
    expect(await read()).toMatchObject({ leaseId: 'another', status: 'active' });
  });

  it('T102: a table that refuses the write for a while does not lose the tokens', async () => {
    let refusals = 3;
    const connections: Ports['connections'] = {
      ...ports.connections,
      change: (each, change) => {
        if (change.set.sealedAccess && refusals-- > 0) return Promise.reject(new Error('throttled'));
        return ports.connections.change(each, change);
      },
    };
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    expect(await refresh({ fetch, connections })).toEqual({ outcome: 'refreshed' });
    expect(asked()).toBe(1);
    expect(await read()).toMatchObject({ generation: 2, status: 'active' });
  });

  it('T101: a store whose own answer was lost is recognised, though others wrote to the item meanwhile', async () => {
    const connections: Ports['connections'] = {
      ...ports.connections,
      change: async (each, change) => {
        const applied = await ports.connections.change(each, change);
        if (!change.set.sealedAccess) return applied;
        await ports.connections.change(each, { expect: {}, set: { lastUsedHour: 1 }, writeId: 'injector' });
        return ports.connections.change(each, change);
      },
    };
    expect(await refresh({ connections })).toEqual({ outcome: 'refreshed' });
    expect(await read()).toMatchObject({ generation: 2 });
  });
});

describe('a tick', () => {
  it('refreshes what is due and nothing else, reports its lag, and two at once ask once', async () => {
    expect(await world.environment.tick()).toMatchObject({ outcomes: {} });
    const before = await Promise.all(
      (await ports.connections.list('acme')).map(({ key: each }) => read(each)),
    );
    const usable = before.filter(
      ({ status, dueAt }) => (status === 'active' || status === 'refresh_failing') && dueAt,
    );
    world.advance(55 * MINUTE);
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    const deadline = world.now() + MINUTE;
    const [one, other] = await Promise.all([
      refreshDue({ ...ports, fetch }, deadline),
      refreshDue({ ...ports, fetch }, deadline),
    ]);
    expect(one?.due).toBeGreaterThanOrEqual(1);
    expect(one?.oldestOverdueMs).toBeGreaterThan(0);
    expect((one?.outcomes.refreshed ?? 0) + (other?.outcomes.refreshed ?? 0)).toBeGreaterThanOrEqual(1);
    expect(asked()).toBeLessThanOrEqual(usable.length);
    expect(await read()).toMatchObject({ generation: 2, status: 'active' });
  });

  it('T105: one connection’s trouble is its own', async () => {
    world.advance(56 * MINUTE);
    const connections: Ports['connections'] = {
      ...ports.connections,
      read: (each) =>
        each.connectionId === 'demo~r0' ? Promise.reject(new Error('damaged')) : ports.connections.read(each),
    };
    await refreshDue({ ...ports, connections }, world.now() + MINUTE);
    expect(await read()).toMatchObject({ generation: 2, status: 'active' });
  });
});

describe('refresh by a person', () => {
  const post = (id: string) =>
    world.ada.request<{ outcome: string; code: string }>(
      'POST',
      `/v1/workspaces/acme/connections/${id}/refresh`,
    );

  it('does it now', async () => {
    expect(await post(key.connectionId)).toEqual({ status: 200, body: { outcome: 'refreshed' } });
  });

  it('says what it cannot do', async () => {
    expect(await post('demo~nosuch')).toMatchObject({ status: 404 });
    await world.ada.disconnect('acme', key.connectionId);
    expect(await post(key.connectionId)).toMatchObject({
      status: 409,
      body: { code: 'connection_not_usable' },
    });
  });
});
