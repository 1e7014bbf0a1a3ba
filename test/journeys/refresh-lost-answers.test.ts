/**
 * Covers src/broker/refresh/settle-lost-answer.ts, src/broker/refresh/risky-replay.ts,
 * src/broker/refresh/store-refreshed.ts.
 */
import { describe, expect, it } from 'vitest';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
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

  it('T098: with its process is looked after by the tick once the lease has lapsed, long before the connection is due', async () => {
    let isAsked: () => void;
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    // The process dies while it waits.
    const { fetch } = tokenEndpoint(() => {
      isAsked();
      return new Promise(() => undefined);
    });
    void refresh({ fetch });
    await asked;
    const { leaseUntil = 0, accessExpiresAt = 0 } = await read();
    expect((await world.environment.tick()).outcomes).toEqual({});
    world.advance(leaseUntil - world.now() + 1);
    expect((await world.environment.tick()).outcomes).toEqual({ not_yet: 1 });
    // The demo provider ends the family on a replay, so the access token is left alone while it is good.
    expect((await read()).nextAttemptAt).toBe(accessExpiresAt - 2 * MINUTE);
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
      world.advance(59 * MINUTE);
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

  /** Two that asked for the same generation: the first stood still beyond its lease with its answer in hand. */
  async function twoAnswers(store: { other: 'after ours' | 'before ours' }) {
    const fresh = (name: string) =>
      Response.json({
        access_token: `access-${name}`,
        refresh_token: `refresh-${name}`,
        token_type: 'bearer',
        expires_in: 3_600,
      });
    const revoked: string[] = [];
    const first = tokenEndpoint(() => fresh('first'));
    const second = tokenEndpoint(() => fresh('second'));
    const watching =
      (fetch: Ports['fetch']): Ports['fetch'] =>
      (request) => {
        if (!request.url.endsWith('/revoke')) return fetch(request);
        revoked.push(request.body ?? '');
        return Promise.resolve(new Response(null, { status: 200 }));
      };
    const standStill: Ports['connections'] = {
      ...ports.connections,
      change: async (each, change) => {
        if (!change.set.sealedAccess) return ports.connections.change(each, change);
        world.advance(59 * MINUTE);
        const other = refresh({ fetch: watching(second.fetch), connections: holdBack });
        if (store.other === 'before ours') await other;
        while (second.asked() === 0) await new Promise((resolve) => setImmediate(resolve));
        const stored = await ports.connections.change(each, change);
        release();
        await other;
        return stored;
      },
    };
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holdBack: Ports['connections'] = {
      ...ports.connections,
      change: async (each, change) => {
        if (change.set.sealedAccess && store.other === 'after ours') await released;
        return ports.connections.change(each, change);
      },
    };
    await refresh({ fetch: watching(first.fetch), connections: standStill });
    const { refresh: kept } = await openTokens(ports, key, await read());
    return { kept: kept?.reveal(), revoked };
  }

  it('T098: the second of two answers to one generation counts where it came later, though it was stored later', async () => {
    const { kept, revoked } = await twoAnswers({ other: 'after ours' });
    expect(kept).toBe('refresh-second');
    expect(revoked).toEqual([]);
    expect(await read()).toMatchObject({ status: 'active', generation: 3 });
  });

  it('T098: late tokens are not revoked while newer ones of the same consent are in use', async () => {
    const { kept, revoked } = await twoAnswers({ other: 'before ours' });
    expect(kept).toBe('refresh-second');
    expect(revoked).toEqual([]);
    expect(await read()).toMatchObject({ status: 'active', generation: 2 });
  });
});
