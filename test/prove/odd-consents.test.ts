/**
 * The same at a consent: what can be used is stored, and what cannot is revoked.
 * Covers src/oauth/token-success.ts, src/oauth/token-endpoint.ts, src/broker/connect/redeem-code.ts,
 * src/broker/connect/complete-connect.ts, src/broker/tokens/stored-tokens.ts.
 */
import { describe, expect, it } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { ADA, returnFromConsent } from './crash-points.ts';
import { KINDS, type Kind, NO_TOKENS, ODDITIES, type Oddity, spoiled } from './odd-answers.ts';
import { proveWorld } from './world.ts';

const MINUTE = 60_000;

/** A consent whose answer is spoilt, up to its completion. */
async function consented(kind: Kind, [member, value]: Oddity, status = 200) {
  const world = proveWorld(3);
  const ports = spoiled(world, kind, (body) => ({ ...body, [member]: value }), status);
  await putVerifiedApp(ports, { provider: kind.rotation, clientId: 'client-1' });
  const returned = await returnFromConsent(ports, world, kind.rotation);
  const [grant = expect.unreachable()] = world.provider.grants.values();
  const complete = () => completeConnect(ports, { caller: ADA, workspaceId: 'acme', ...returned });
  const key = { workspaceId: 'acme', connectionId: kind.rotation };
  const good = spoiled(world, kind, (body) => body);
  const refresh = () => refreshConnection(good, { key, deadline: world.now() + MINUTE });
  return { world, ports, key, grant, complete, refresh, read: () => world.stores.connections.read(key) };
}

describe.each(KINDS)('a consent with refresh tokens that rotate: $name', (kind) => {
  it.each([200, 201])('stores good tokens at status %i beside any other member', async (status) => {
    const failed: unknown[] = [];
    // Without its companion fact the connection could not be used.
    const beside = ODDITIES.filter(([member, value]) => member !== 'instance_url' && value !== 'odd');
    for (const oddity of beside) {
      const { world, ports, key, grant, complete, refresh } = await consented(kind, oddity, status);
      const { connection } = await complete();
      const { access, refresh: stored } = await openTokens(ports, key, connection);
      const isNew = grant.access.has(access?.reveal() ?? '') && stored?.reveal() === grant.refresh;
      world.advance(55 * MINUTE);
      const next = await refresh();
      if (connection.status !== 'active' || !isNew || next.outcome !== 'refreshed' || !grant.isAlive)
        failed.push([...oddity, connection.status, isNew, next]);
    }
    expect(failed).toEqual([]);
  });

  it.each([...NO_TOKENS, null, undefined])('with a refresh token of %j has none', async (value) => {
    const { complete } = await consented(kind, ['refresh_token', value]);
    const { connection } = await complete();
    expect(connection.status).toBe('active');
    expect(connection.sealedRefresh).toBeUndefined();
  });

  const USELESS: Oddity[] = [
    ...[...NO_TOKENS, null, undefined].map((value): Oddity => ['access_token', value]),
    ['token_type', 'dpop'],
    ['instance_url', undefined],
    ['instance_url', 'https:evil'],
    ['instance_url', 7],
  ];
  it.each(USELESS)('with %s %j ends, and what came is revoked', async (member, value) => {
    const { complete, grant, read } = await consented(kind, [member, value]);
    await expect(complete()).rejects.toMatchObject({ code: 'provider_unreachable' });
    expect(await read()).toBeUndefined();
    expect(grant).toMatchObject({ isAlive: false, endedBy: 'revocation' });
  });
});
