/**
 * Covers src/broker/inject/fresh-connection.ts, src/broker/inject/judge-connection.ts,
 * src/broker/connection/about-to-expire.ts, src/broker/refresh/answer-refresh.ts.
 */
import { describe, expect, it } from 'vitest';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import { counted, inject, key, MINUTE, reasonOf, world } from './injecting.ts';

describe('a token about to expire', () => {
  it('T097 T134: is refreshed on demand, once for 64 callers, and all are served', async () => {
    world.advance(60 * MINUTE - 30_000);
    let tokenRequests = 0;
    const { ports } = world.environment;
    const { answerRefresh } = await import('../../src/broker/refresh/answer-refresh.ts');
    const counting = {
      ...ports,
      fetch: (each: Parameters<typeof ports.fetch>[0]) => {
        if (each.url.endsWith('/token')) tokenRequests++;
        return ports.fetch(each);
      },
    };
    const refresher: InjectPorts['refresher'] = {
      refresh: async (each, generation) =>
        (await answerRefresh(
          counting,
          { version: '1', kind: 'connection', ...each, generation },
          world.now() + 60_000,
        )) as Awaited<ReturnType<InjectPorts['refresher']['refresh']>>,
    };
    const answers = await Promise.all(Array.from({ length: 64 }, () => inject({}, { refresher })));
    expect(new Set(answers.map(reasonOf))).toEqual(new Set(['injected']));
    expect(tokenRequests).toBe(1);
    const generations = answers.map((answer) => (answer.isAuthorized ? answer.context.generation : 0));
    // While 30 seconds are left, the old token may be served beside the new one.
    expect(Math.max(...generations)).toBe(2);
    expect(await ports.connections.read(key)).toMatchObject({ generation: 2, status: 'active' });
  });

  it('T134: is served while valid although the provider is down, and never after', async () => {
    const record = await world.environment.ports.connections.read(key);
    const failing: InjectPorts['refresher'] = {
      refresh: async () => ({ outcome: 'failing', retryAt: world.now() + 5_000 }),
    };
    world.advance((record?.accessExpiresAt ?? 0) - world.now() - 20_000);
    expect(reasonOf(await inject({}, { refresher: failing }))).toBe('injected');
    world.advance(20_000);
    const answer = await inject({}, { refresher: failing });
    expect(answer).toMatchObject({ isAuthorized: false, context: { reason: 'temporarily_unavailable' } });
  });

  it('T134: is served while valid although token-refresh cannot be reached, and never after', async () => {
    const record = await world.environment.ports.connections.read(key);
    const refresher = { refresh: () => Promise.reject(new Error('timed out')) };
    world.advance((record?.accessExpiresAt ?? 0) - world.now() - 20_000);
    expect(reasonOf(await inject({}, { refresher }))).toBe('injected');
    world.advance(20_001);
    expect(reasonOf(await inject({}, { refresher }))).toBe('temporarily_unavailable');
  });

  it('T131: is not asked for while an earlier failure says to wait', async () => {
    const { ports } = world.environment;
    const record = await ports.connections.read(key);
    const waiting = { ...record, nextAttemptAt: world.now() + 30_000 } as NonNullable<typeof record>;
    const { counts, patch } = counted();
    const connections = { ...ports.connections, read: async () => waiting };
    const answer = await inject({}, { ...patch, connections });
    expect(answer).toMatchObject({ context: { reason: 'temporarily_unavailable', retryAfterSeconds: 30 } });
    expect(counts.refreshes).toBe(0);
  });

  it('T140: is not even refreshed for a host that only the connection names, when the call goes elsewhere', async () => {
    const { ports } = world.environment;
    const { registration } = ports.servers.get('demo-notes') ?? expect.unreachable();
    const ofTenant = { ...registration, allowedHosts: ['{tenant}.demo.example'] };
    const servers = new Map([['demo-notes', { registration: ofTenant, source: 'stage' as const }]]);
    const record = await ports.connections.read(key);
    const { counts, patch } = counted();
    const read = async () => ({ ...(record ?? expect.unreachable()), facts: { tenant: 'acme' } });
    const more = { ...patch, servers, connections: { ...ports.connections, read } };
    expect(reasonOf(await inject({ operation: { host: 'evil.demo.example' } }, more))).toBe(
      'host_not_allowed',
    );
    expect(counts.refreshes).toBe(0);
    await inject({ operation: { host: 'acme.demo.example' } }, more);
    expect(counts.refreshes).toBe(1);
  });
});
