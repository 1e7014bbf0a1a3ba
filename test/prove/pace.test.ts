/** Who is asked how often, and who waits for whom: one app's trouble is no other's. */
import { describe, expect, it } from 'vitest';
import { dueShardOf } from '../../src/broker/due-shard.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { refreshConnection } from '../../src/broker/refresh-connection.ts';
import { refreshDue } from '../../src/broker/refresh-due.ts';
import { DUE_SHARDS, DUE_SHARDS_READ } from '../../src/contract/table.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import type { Rotation } from './scripted-provider.ts';
import { type ProvePorts, type ProveWorld, proveWorld } from './world.ts';

/** `SWALLOWED=50000` is what `npm run prove` takes. */
const SWALLOWED = Number(process.env.SWALLOWED ?? 2_500);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function connectMany(
  world: ProveWorld,
  rotation: Rotation,
  count: number,
  workspace = (n: number) => `w${n}`,
) {
  const keys = Array.from({ length: count }, (_, n) => ({
    workspaceId: workspace(n),
    connectionId: `${rotation}~c${n}`,
  }));
  for (const key of keys) await world.connect(key, rotation);
  return keys;
}

const tick = (ports: ProvePorts, world: ProveWorld) => refreshDue(ports, world.now() + MINUTE);
const generations = async (world: ProveWorld, keys: { workspaceId: string; connectionId: string }[]) =>
  Promise.all(keys.map(async (key) => (await world.stores.connections.read(key))?.generation));

/** Some turns of the event loop, which others use; then no answer. */
async function blackHole(): Promise<never> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  throw new ProviderFetchError('deadline', true);
}

/** What a provider answers to this app's connections; all others get fair weather. */
function answering(world: ProveWorld, rotation: Rotation, answer: () => Promise<Response>) {
  const ports = world.portsOf(1, () => 'fair');
  let asked = 0;
  const fetch: ProvePorts['fetch'] = async (request) => {
    const isTheirs = new URLSearchParams(request.body).get('refresh_token')?.startsWith('rt-');
    const grant = [...world.provider.grants.values()].find(
      ({ refresh }) => refresh === new URLSearchParams(request.body).get('refresh_token'),
    );
    if (!isTheirs || grant?.rotation !== rotation) return ports.fetch(request);
    asked++;
    return answer();
  };
  return { ports: { ...ports, fetch }, asked: () => asked };
}

describe('a provider that swallows every request', () => {
  it(`T125 T126: with ${SWALLOWED} due connections delays nobody else, and is soon left alone`, async () => {
    const world = proveWorld(11);
    const swallowed = await connectMany(world, 'grace', SWALLOWED);
    const others = await connectMany(world, 'none', 300);
    world.advance(HOUR);
    const { ports, asked } = answering(world, 'grace', blackHole);
    const report = await tick(ports, world);
    expect(report.outcomes.refreshed).toBe(300);
    expect(new Set(await generations(world, others))).toEqual(new Set([2]));
    expect(report.due).toBe(SWALLOWED + 300);
    // The breaker lets those run out that were under way, and no more.
    expect(asked()).toBeLessThanOrEqual(LIMITS.breakerOpensAt + LIMITS.appConcurrency);
    expect(asked()).toBeGreaterThanOrEqual(LIMITS.breakerOpensAt);
    const statuses = await Promise.all(
      swallowed.slice(0, 2_000).map((key) => world.stores.connections.read(key)),
    );
    expect(statuses.filter((record) => record?.status === 'reauthorization_required')).toEqual([]);
  }, 120_000);

  it('is tried by one connection when its pause is over, and by all once that one is answered', async () => {
    const world = proveWorld(12);
    const keys = await connectMany(world, 'grace', 40);
    world.advance(55 * MINUTE);
    const { ports, asked } = answering(world, 'grace', blackHole);
    await tick(ports, world);
    const before = asked();
    world.advance(LIMITS.breakerPause - 1_000);
    await tick(ports, world);
    expect(asked()).toBe(before);
    world.advance(MINUTE);
    await tick(ports, world);
    expect(asked()).toBe(before + 1);
    // It answers again: the trial, and then everybody.
    for (let minute = 0; minute < 6; minute++) {
      world.advance(MINUTE);
      await tick(
        world.portsOf(2, () => 'fair'),
        world,
      );
    }
    expect(new Set(await generations(world, keys))).toEqual(new Set([2]));
    expect(await world.stores.appHealth.read({ appKey: 'verified/grace/1' })).toBeUndefined();
  });
});

describe('an app', () => {
  it('T110: that is told to wait is not asked for any of its connections, and others are', async () => {
    const world = proveWorld(13);
    const throttled = await connectMany(world, 'grace', 30);
    const others = await connectMany(world, 'none', 30);
    world.advance(55 * MINUTE);
    const answer = async () => new Response('', { status: 429, headers: { 'retry-after': '120' } });
    const { ports, asked } = answering(world, 'grace', answer);
    await tick(ports, world);
    const first = asked();
    expect(first).toBeLessThanOrEqual(LIMITS.appConcurrency);
    world.advance(MINUTE);
    await tick(ports, world);
    const waiting = await Promise.all(throttled.map((key) => world.stores.connections.read(key)));
    const key = throttled[waiting.findIndex((record) => record?.nextAttemptAt === undefined)];
    const onDemand = await refreshConnection(ports, { key: key as never, deadline: world.now() + MINUTE });
    expect(onDemand.outcome).toBe('paused');
    expect(asked()).toBe(first);
    expect(new Set(await generations(world, others))).toEqual(new Set([2]));
    world.advance(4 * MINUTE);
    await tick(
      world.portsOf(2, () => 'fair'),
      world,
    );
    expect(new Set(await generations(world, throttled))).toEqual(new Set([2]));
  });

  it('T119: whose credentials are refused rests, is told of once, and loses no connection', async () => {
    const world = proveWorld(14);
    const keys = await connectMany(world, 'strict', 30);
    world.advance(55 * MINUTE);
    const answer = async () => Response.json({ error: 'invalid_client' }, { status: 401 });
    const { ports, asked } = answering(world, 'strict', answer);
    const told: unknown[] = [];
    const log = { ...ports.log, error: (event: string) => void told.push(event) };
    for (let minute = 0; minute < 60; minute += 5) {
      await tick({ ...ports, log }, world);
      world.advance(5 * MINUTE);
    }
    expect(told.filter((event) => event === 'app_health')).toHaveLength(1);
    // Those under way at first, then one every quarter of an hour.
    expect(asked()).toBeLessThanOrEqual(LIMITS.appConcurrency + 4);
    const records = await Promise.all(keys.map((key) => world.stores.connections.read(key)));
    expect(records.filter((record) => record?.status === 'reauthorization_required')).toEqual([]);
    for (let minute = 0; minute < 40; minute += 5) {
      world.advance(5 * MINUTE);
      await tick(
        world.portsOf(2, () => 'fair'),
        world,
      );
    }
    expect(new Set(await generations(world, keys))).toEqual(new Set([2]));
  });

  it('T118: an hour without answers from a strict provider, which did not get the requests either, kills none', async () => {
    const world = proveWorld(15);
    const keys = await connectMany(world, 'strict', 20);
    world.advance(30 * MINUTE);
    const { ports } = answering(world, 'strict', blackHole);
    for (let minute = 0; minute < 60; minute++) {
      world.advance(MINUTE);
      await tick(ports, world);
    }
    const during = await Promise.all(keys.map((key) => world.stores.connections.read(key)));
    expect(during.filter((record) => record?.status === 'reauthorization_required')).toEqual([]);
    for (let minute = 0; minute < 90; minute++) {
      world.advance(MINUTE);
      await tick(
        world.portsOf(2, () => 'fair'),
        world,
      );
    }
    const after = await Promise.all(keys.map((key) => world.stores.connections.read(key)));
    expect(after.map((record) => record?.status)).toEqual(keys.map(() => 'active'));
  });
});

describe('a tick', () => {
  it('works on the soonest first, and on one workspace after another', async () => {
    const world = proveWorld(16);
    const greedy = await connectMany(world, 'none', 900, () => 'greedy');
    const modest = await connectMany(world, 'none', 20, (n) => `modest${n}`);
    world.advance(HOUR);
    const ports = world.portsOf(1, () => 'fair');
    let stores = 0;
    const atModest: number[] = [];
    const connections: ProvePorts['connections'] = {
      ...ports.connections,
      change: (key, change) => {
        if (change.set.status === 'active') stores++;
        if (change.set.status === 'active' && key.workspaceId.startsWith('modest')) atModest.push(stores);
        return ports.connections.change(key, change);
      },
    };
    const fetch: ProvePorts['fetch'] = async (request) => {
      await new Promise((resolve) => setImmediate(resolve));
      return ports.fetch(request);
    };
    await tick({ ...ports, connections, fetch }, world);
    expect(new Set(await generations(world, [...greedy, ...modest]))).toEqual(new Set([2]));
    // Each of the twenty had its turn long before the nine hundred were through.
    expect(atModest).toHaveLength(20);
    expect(Math.max(...atModest)).toBeLessThan(600);
  });

  it('T126: after two hours of standstill catches up, and says how far behind it was', async () => {
    const world = proveWorld(17);
    const keys = await connectMany(world, 'grace', 3_000);
    world.advance(3 * HOUR);
    const ports = world.portsOf(1, () => 'fair');
    const first = await tick(ports, world);
    expect(first.oldestOverdueMs).toBeGreaterThan(2 * HOUR);
    expect(first.due).toBe(3_000);
    expect(new Set(await generations(world, keys))).toEqual(new Set([2]));
    expect(await tick(ports, world)).toMatchObject({ due: 0, oldestOverdueMs: 0, outcomes: {} });
  }, 60_000);

  it('T104: that runs out of time leaves the rest to the next, untouched', async () => {
    const world = proveWorld(18);
    const keys = await connectMany(world, 'grace', 200);
    world.advance(HOUR);
    const ports = world.portsOf(1, () => 'fair');
    const slow: ProvePorts['fetch'] = (request) => {
      world.advance(1_000);
      return ports.fetch(request);
    };
    const report = await tick({ ...ports, fetch: slow }, world);
    expect(report.left).toBe(true);
    const done = (await generations(world, keys)).filter((generation) => generation === 2).length;
    expect(done).toBe(report.outcomes.refreshed);
    expect(done).toBeLessThan(200);
    await tick(ports, world);
    expect(new Set(await generations(world, keys))).toEqual(new Set([2]));
  });

  it.each([1, 2, 3, 5, 8, 16])(
    'T128: shared by %i invocations visits every connection once, old shards too',
    async (of) => {
      const world = proveWorld(19);
      const keys = await connectMany(world, 'grace', 200);
      // As if written when there were more shards than now.
      for (const [n, key] of keys.slice(0, 40).entries())
        await world.stores.connections.change(key, {
          expect: {},
          set: { dueShard: dueShardOf(DUE_SHARDS + (n % (DUE_SHARDS_READ - DUE_SHARDS))) },
          writeId: `moved${n}`,
        });
      world.advance(HOUR);
      const reports = await Promise.all(
        Array.from({ length: of }, (_, index) =>
          refreshDue(
            world.portsOf(index + 1, () => 'fair'),
            world.now() + MINUTE,
            { index, of },
          ),
        ),
      );
      expect(new Set(await generations(world, keys))).toEqual(new Set([2]));
      expect(reports.reduce((sum, { outcomes }) => sum + (outcomes.refreshed ?? 0), 0)).toBe(200);
      expect(world.provider.uses).toHaveLength(200);
    },
  );

  it('T107: believes the item and not a late index', async () => {
    const world = proveWorld(20);
    const [key] = await connectMany(world, 'strict', 1);
    world.advance(55 * MINUTE);
    const ports = world.portsOf(1, () => 'fair');
    const late = {
      key: key as never,
      dueAt: world.now() - 1,
      appKey: 'verified/strict/1',
      status: 'active' as const,
    };
    const connections: ProvePorts['connections'] = {
      ...ports.connections,
      due: async (shard) => ({ items: shard === 0 ? [late, late] : [] }),
    };
    await tick({ ...ports, connections }, world);
    const report = await tick({ ...ports, connections }, world);
    expect(report.outcomes).toEqual({ moved: 2 });
    expect(world.provider.uses).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  it('T102: is not asked for again while the escrow does not answer either, which may hold it', async () => {
    const world = proveWorld(21);
    const [key] = await connectMany(world, 'grace', 1);
    world.advance(55 * MINUTE);
    const input = { key: key as never, deadline: world.now() + 10 * MINUTE };
    await refreshConnection(
      world.portsOf(1, () => 'answer-lost'),
      input,
    );
    world.advance(5 * MINUTE);
    const ports = world.portsOf(2, () => 'fair');
    const escrow: ProvePorts['escrow'] = { ...ports.escrow, of: () => Promise.reject(new Error('down')) };
    expect((await refreshConnection({ ...ports, escrow }, input)).outcome).toBe('not_yet');
    expect(world.provider.uses).toHaveLength(1);
    expect((await refreshConnection(ports, input)).outcome).toBe('refreshed');
  });
});
