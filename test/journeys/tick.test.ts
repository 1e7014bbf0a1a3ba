/**
 * Covers src/broker/refresh/tick.ts, src/broker/refresh/due-queue.ts, src/broker/refresh/due-intake.ts,
 * src/broker/refresh/due-in-order.ts, src/broker/refresh/settle-due-item.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Ports } from '../../src/broker/ports.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { beginRefreshing, MINUTE, ports, read, tokenEndpoint, world } from './refreshing.ts';

beginRefreshing();

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
      runTick({ ...ports, fetch }, deadline),
      runTick({ ...ports, fetch }, deadline),
    ]);
    expect(one?.due).toBeGreaterThanOrEqual(1);
    expect(one?.oldestOverdueMs).toBeGreaterThan(0);
    expect((one?.outcomes.refreshed ?? 0) + (other?.outcomes.refreshed ?? 0)).toBeGreaterThanOrEqual(1);
    expect(asked()).toBeLessThanOrEqual(usable.length);
    expect(await read()).toMatchObject({ generation: 2, status: 'active' });
  });

  it('T105: one connection’s trouble is its own', async () => {
    const damaged = 'demo~damaged';
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'damaged' });
    world.advance(56 * MINUTE);
    const connections: Ports['connections'] = {
      ...ports.connections,
      read: (each) =>
        each.connectionId === damaged ? Promise.reject(new Error('damaged')) : ports.connections.read(each),
    };
    await runTick({ ...ports, connections }, world.now() + MINUTE);
    expect(await read()).toMatchObject({ generation: 2, status: 'active' });
  });
});
