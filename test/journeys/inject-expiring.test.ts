/**
 * Covers src/broker/inject/fresh-connection.ts, src/broker/inject/judge-connection.ts,
 * src/broker/connection/about-to-expire.ts, src/broker/refresh/answer-refresh.ts.
 */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Connection } from '../../src/broker/records.ts';
import { uuidV7 } from '../../src/system/random.ts';
import { beginInjecting, counted, inject, key, MINUTE, reasonOf, world } from './injecting.ts';

beginInjecting();

describe('a token about to expire', () => {
  it('T097 T134: is refreshed on demand, once for 64 callers, and all are served', async () => {
    const { ports } = world.environment;
    const before = (await ports.connections.read(key))?.generation ?? expect.unreachable();
    world.advance(60 * MINUTE - 30_000);
    let tokenRequests = 0;
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
    expect(Math.max(...generations)).toBe(before + 1);
    expect(await ports.connections.read(key)).toMatchObject({ generation: before + 1, status: 'active' });
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
    world.advance((record?.accessExpiresAt ?? 0) - world.now());
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
    world.advance((record?.accessExpiresAt ?? 0) - world.now());
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

describe('the wait for another’s answer', () => {
  const lease = { leaseId: 'another', attemptId: 'another', attemptAt: 0 };
  /** Injects an expired token while another process holds a lease, and says how long it waited and how often it looked. */
  async function waited(record: Partial<Connection>, patch: Partial<InjectPorts> = {}) {
    const { ports } = world.environment;
    const stored = (await ports.connections.read(key)) as Connection;
    let time = (stored.accessExpiresAt ?? 0) + 1_000;
    const began = time;
    const row = { ...stored, ...lease, leaseUntil: began + LIMITS.lease, ...record };
    let reads = -1;
    const connections = {
      ...ports.connections,
      read: async () => {
        reads++;
        return row;
      },
    };
    const clock = {
      now: () => time,
      sleep: async (milliseconds: number) => {
        time += milliseconds;
      },
    };
    const operation = { id: uuidV7(began, randomBytes(10)) };
    const answer = await inject({ operation }, { connections, clock, ...patch });
    expect(reasonOf(answer)).toBe('temporarily_unavailable');
    return { milliseconds: time - began, reads };
  }
  /** By the clock of the call. */
  const at = async (after: number) => {
    const record = await world.environment.ports.connections.read(key);
    return (record?.accessExpiresAt ?? 0) + 1_000 + after;
  };

  it('lasts two seconds where the lease does not say, and as long as the lease says', async () => {
    expect(await waited({})).toMatchObject({ milliseconds: LIMITS.leasePoll });
    expect(await waited({ answerBy: await at(700) })).toMatchObject({ milliseconds: 700 });
    expect(await waited({ answerBy: await at(7_000) })).toMatchObject({ milliseconds: 7_000 });
  });

  it('ends no later than a provider may take, whatever the row says, and costs few reads', async () => {
    const { milliseconds, reads } = await waited({ answerBy: await at(24 * 60 * MINUTE) });
    expect(milliseconds).toBe(LIMITS.providerDeadline + LIMITS.leaseStore);
    expect(reads).toBeLessThanOrEqual(20);
  });

  it('does not begin where the answer should be there already', async () => {
    expect(await waited({ answerBy: await at(-1) })).toEqual({ milliseconds: 0, reads: 0 });
  });

  it('leaves the caller time to answer', async () => {
    const wait = async (left: number) =>
      (await waited({ answerBy: await at(10_000) }, { deadline: await at(left) })).milliseconds;
    expect(await wait(4_000)).toBe(4_000 - LIMITS.leaseReserve);
    expect(await wait(500)).toBe(0);
  });

  it('does not go by the lease of a process that died', async () => {
    // token-refresh says that yet another process asks; the row is as it was before that.
    const refresher = { refresh: async () => ({ outcome: 'busy' as const }) };
    const dead = { leaseUntil: await at(-1), answerBy: await at(-30_000) };
    expect(await waited(dead, { refresher })).toMatchObject({ milliseconds: LIMITS.leasePoll });
  });
});
