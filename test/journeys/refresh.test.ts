/**
 * Covers src/broker/refresh/refresh-connection.ts, src/broker/refresh/claim-attempt.ts,
 * src/broker/refresh/ask-provider.ts, src/broker/refresh/refresh-on-demand.ts, src/broker/refresh/store-refreshed.ts,
 * src/broker/connection/open-tokens.ts, src/broker/tokens/stored-tokens.ts, src/broker/connection/due-time.ts.
 */
import { describe, expect, it } from 'vitest';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { beginRefreshing, key, MINUTE, ports, read, refresh, tokenEndpoint, world } from './refreshing.ts';

beginRefreshing();

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

  it('is not forced again at once, by a refused call or by a person, but comes when it is needed', async () => {
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    const force = (rejected?: true) =>
      refreshConnection(
        { ...ports, fetch },
        { key, isOnDemand: true, ...(rejected && { rejected }), deadline: world.now() + MINUTE },
      );
    // Tokens of a consent may be wrong from the beginning.
    expect(await force(true)).toEqual({ outcome: 'refreshed' });
    const { refreshedAt = 0, accessExpiresAt = 0 } = await read();
    for (const rejected of [true, undefined] as const)
      expect(await force(rejected)).toEqual({
        outcome: 'not_yet',
        retryAt: refreshedAt + LIMITS.forcedRefreshPause,
      });
    expect(asked()).toBe(1);
    world.advance(LIMITS.forcedRefreshPause + 1_000);
    expect(await force(true)).toEqual({ outcome: 'refreshed' });
    world.advance(accessExpiresAt - world.now());
    expect(await force()).toEqual({ outcome: 'refreshed' });
  });

  it.each([
    [1, 'not_yet'],
    [29, 'not_yet'],
    [30, 'refreshed'],
    [60, 'not_yet'],
  ])('of tokens that live for %i s is, two seconds before the pause ends, %s', async (life, outcome) => {
    const { fetch } = tokenEndpoint(() =>
      Response.json({ access_token: 'short', token_type: 'bearer', expires_in: life }),
    );
    const force = () =>
      refreshConnection({ ...ports, fetch }, { key, isOnDemand: true, deadline: world.now() + MINUTE });
    expect(await force()).toEqual({ outcome: 'refreshed' });
    const { refreshedAt = 0 } = await read();
    world.advance(refreshedAt + LIMITS.forcedRefreshPause - 2_000 - world.now());
    // Of 30 s the last tenth has begun. Below the floor that is no reason to ask sooner, and of 60 s it has not.
    expect(await force()).toMatchObject({ outcome });
    world.advance(LIMITS.forcedRefreshPause);
    expect(await force()).toEqual({ outcome: 'refreshed' });
  });

  it('T103: is not asked for with too little time left for an answer and a write', async () => {
    const deadline = world.now() + MINUTE;
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    const vault: Ports['vault'] = {
      ...ports.vault,
      sealer: async () => {
        world.advance(MINUTE - 12_000);
        return ports.vault.sealer();
      },
    };
    await refreshConnection({ ...ports, fetch, vault }, { key, deadline });
    expect(asked()).toBe(0);
    expect(await read()).toMatchObject({ generation: 1 });
    expect((await read()).attemptId).toBeUndefined();
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

  it('T123: counts lifetimes by our clock from when it asked, whatever clock the provider shows', async () => {
    const askedAt = world.now();
    for (const minutes of [-10, 10]) {
      const date = new Date(askedAt + minutes * MINUTE).toUTCString();
      const { fetch } = tokenEndpoint(() => {
        world.advance(5_000);
        const body = { access_token: 'fresh', token_type: 'bearer', expires_in: 3600, issued_at: date };
        return Response.json(body, { headers: { date } });
      });
      const before = world.now();
      expect(await refresh({ fetch })).toEqual({ outcome: 'refreshed' });
      const { accessExpiresAt = 0, dueAt = 0 } = await read();
      // Asked, not answered: five seconds went by in between.
      expect(accessExpiresAt - before).toBeGreaterThanOrEqual(60 * MINUTE);
      expect(accessExpiresAt - before).toBeLessThan(60 * MINUTE + 2_500);
      expect(dueAt).toBeGreaterThan(world.now());
    }
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
