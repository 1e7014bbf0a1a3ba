/**
 * A process that Lambda froze between its checks and the first byte of its request sends nothing when it goes on.
 * Covers src/broker/refresh/ask-provider.ts, src/broker/connect/redeem-code.ts, src/oauth/provider-fetch.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { beginRefreshing, key, MINUTE, ports, read, refresh, world } from './refreshing.ts';
import { completionOf } from './world.ts';

beginRefreshing();

/** The real egress, in a process that stands still when its connection stands; and what the token endpoint answered. */
function freezing(meanwhile: () => Promise<void> | void): { fetch: Ports['fetch']; answered: () => number } {
  let answered = 0;
  const fetch: Ports['fetch'] = async (request) => {
    if (!request.url.endsWith('/token')) return ports.fetch(request);
    // What others do meanwhile is done by the time of the last look.
    await meanwhile();
    const response = await ports.fetch(request);
    answered++;
    return response;
  };
  return { fetch, answered: () => answered };
}

describe('T103: a refresh that was frozen', () => {
  it('sends nothing after its time, and nothing is spent', async () => {
    const { fetch, answered } = freezing(() => world.advance(10_000));
    expect((await refresh({ fetch })).outcome).toBe('failing');
    expect(answered()).toBe(0);
    const { attemptId, generation, nextAttemptAt = 0 } = await read();
    expect({ attemptId, generation }).toEqual({ attemptId: undefined, generation: 1 });
    world.advance(nextAttemptAt - world.now());
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
  });

  it('sends nothing while another process has its lease, and that one is not disturbed', async () => {
    const { fetch, answered } = freezing(async () => {
      // A replay ends the family at this provider, so the other one waits until the access token is about to expire.
      world.advance(59 * MINUTE);
      expect(await refresh()).toEqual({ outcome: 'refreshed' });
    });
    await refresh({ fetch });
    expect(answered()).toBe(0);
    expect(await read()).toMatchObject({ status: 'active', generation: 2 });
    world.advance(MINUTE);
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
  });

  it('sends what is still in time', async () => {
    const { fetch, answered } = freezing(() => world.advance(9_000));
    expect(await refresh({ fetch })).toEqual({ outcome: 'refreshed' });
    expect(answered()).toBe(1);
  });
});

describe('T029: a consent that was frozen', () => {
  it('sends no code after its session', async () => {
    const label = `${key.connectionId.slice(5)}late`;
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label });
    const caller: Caller = {
      issuer: world.environment.urls.identityProvider,
      subject: 'ada',
      roles: new Map([['acme', 'member']]),
    };
    const { fetch, answered } = freezing(() => world.advance(LIMITS.consentSession));
    const input = { caller, workspaceId: 'acme', ...completionOf(returned) };
    const attempt = completeConnect({ ...ports, fetch }, input);
    await expect(attempt).rejects.toMatchObject({ code: 'provider_unreachable' });
    expect(answered()).toBe(0);
  });
});
