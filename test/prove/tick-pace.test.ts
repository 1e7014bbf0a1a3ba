/**
 * Who waits for whom in a tick, and what one leaves to the next.
 * Covers src/broker/refresh/tick.ts, src/broker/refresh/due-queue.ts, src/broker/refresh/due-intake.ts,
 * src/broker/refresh/due-in-order.ts, src/broker/refresh/settle-due-item.ts.
 */
import { describe, expect, it } from 'vitest';
import { dueShardOf } from '../../src/broker/connection/due-shard.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { DUE_SHARDS, DUE_SHARDS_READ } from '../../src/contract/table.ts';
import { connectMany, generations, HOUR, MINUTE, tick } from './pacing.ts';
import { type ProvePorts, proveWorld } from './world.ts';

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

  it('gives a thousand apps of one workspace one share, and slow ones no more', async () => {
    const world = proveWorld(22);
    const greedy = await connectMany(world, 'none', 1_000, () => 'greedy');
    for (const [n, key] of greedy.entries())
      await world.stores.connections.change(key, {
        expect: {},
        set: { appKey: `greedy/custom~p${n}/1` },
        writeId: `own${n}`,
      });
    world.advance(MINUTE);
    const modest = await connectMany(world, 'none', 100, (n) => `modest${n}`);
    world.advance(HOUR);
    const settled = ({ workspaceId }: { workspaceId: string }) => workspaceId === 'greedy';
    const order: boolean[] = [];
    let underWay = 0;
    let most = 0;
    const ports = world.portsOf(1, () => 'fair');
    // The provider of the greedy workspace answers late: after all that others have to do.
    const read: ProvePorts['connections']['read'] = async (key) => {
      if (!settled(key)) return ports.connections.read(key);
      most = Math.max(most, ++underWay);
      for (let turn = 0; turn < 400; turn++) await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return ports.connections.read(key);
    };
    const change: ProvePorts['connections']['change'] = (key, each) => {
      if (each.set.status === 'active') order.push(settled(key));
      return ports.connections.change(key, each);
    };
    await tick({ ...ports, connections: { ...ports.connections, read, change } }, world);
    expect(most).toBe(LIMITS.appConcurrency);
    expect(new Set(await generations(world, modest))).toEqual(new Set([2]));
    // All hundred are through before a second row of the thousand.
    expect(order.slice(0, 100 + LIMITS.appConcurrency).filter((isGreedy) => !isGreedy)).toHaveLength(100);
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

  describe('raises no alarm', () => {
    async function behind(hinder: (world: ReturnType<typeof proveWorld>) => Partial<ProvePorts>) {
      const world = proveWorld(24);
      for (const [n, key] of (await connectMany(world, 'grace', 200, () => 'greedy')).entries())
        await world.stores.connections.change(key, {
          expect: {},
          set: { appKey: `greedy/custom~p${n % 2}/1` },
          writeId: `own${n}`,
        });
      world.advance(2 * HOUR);
      const modest = await connectMany(world, 'none', 20, (n) => `modest${n}`);
      world.advance(HOUR);
      const report = await tick({ ...world.portsOf(1, () => 'fair'), ...hinder(world) }, world);
      expect(new Set(await generations(world, modest))).toEqual(new Set([2]));
      expect(report.due).toBe(220);
      return report;
    }

    it('because of a workspace whose own apps are slow, and still says how late the others are', async () => {
      const report = await behind((world) => {
        const { fetch: fair } = world.portsOf(1, () => 'fair');
        const fetch: ProvePorts['fetch'] = async (request) => {
          await new Promise((resolve) => setImmediate(resolve));
          world.advance(700);
          return fair(request);
        };
        return { fetch };
      });
      expect(report.outcomes.refreshed).toBeLessThan(220);
      expect(report).toMatchObject({ left: false });
      expect(report.oldestOverdueMs).toBeGreaterThan(0);
      expect(report.oldestOverdueMs).toBeLessThan(HOUR);
    });

    it('because of a workspace whose own app rests', async () => {
      const report = await behind((world) => {
        const read = async () => ({
          pauseUntil: world.now() + MINUTE,
          reason: 'app_misconfigured' as const,
        });
        const { appHealth } = world.stores;
        const health: ProvePorts['appHealth'] = {
          ...appHealth,
          read: (key) => (key.appKey.includes('grace') ? read() : appHealth.read(key)),
        };
        return { appHealth: health };
      });
      expect(report.outcomes.paused).toBeGreaterThan(0);
      expect(report).toMatchObject({ left: false });
      expect(report.oldestOverdueMs).toBeLessThan(HOUR);
    });
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
          runTick(
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
