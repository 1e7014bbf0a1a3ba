/**
 * How often a provider is asked: one app's trouble is no other's.
 * Covers src/broker/health/app-health.ts, src/broker/health/app-health-after-failure.ts, src/broker/refresh/due-intake.ts,
 * src/broker/refresh/refresh-failed.ts, src/broker/refresh/risky-replay.ts, src/broker/tokens/rotation-escrow.ts.
 */
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { answering, blackHole, connectMany, generations, HOUR, MINUTE, tick } from './pacing.ts';
import { type ProvePorts, proveWorld } from './world.ts';

const SWALLOWED = 50_000;

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

  it('is tried by one connection of each kind when its pause is over, and by all once that one is answered', async () => {
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
    // One that did not fail before, and one of those that did.
    expect(asked()).toBe(before + 2);
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
    // Shared by all of them, so that no 429 rests it for longer than a minute, whatever it asks for.
    world.advance(LIMITS.sharedThrottlePause - 10_000);
    await tick(ports, world);
    const waiting = await Promise.all(throttled.map((key) => world.stores.connections.read(key)));
    const key = throttled[waiting.findIndex((record) => record?.nextAttemptAt === undefined)];
    const onDemand = await refreshConnection(ports, { key: key as never, deadline: world.now() + MINUTE });
    expect(onDemand.outcome).toBe('paused');
    expect(asked()).toBe(first);
    expect(new Set(await generations(world, others))).toEqual(new Set([2]));
    // One is tried first, and its success lets all others go.
    for (const pause of [4 * MINUTE, MINUTE]) {
      world.advance(pause);
      await tick(
        world.portsOf(2, () => 'fair'),
        world,
      );
    }
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
    // Those under way at first, then a trial or two after each pause, which grows to ten minutes.
    expect(asked()).toBeLessThanOrEqual(LIMITS.appConcurrency + 16);
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

describe('an hour in which a provider of a verified app answers nobody', () => {
  const ANSWERS: [string, () => Promise<Response>][] = [
    ['nothing', blackHole],
    ['500', async () => new Response('', { status: 500 })],
    ['invalid_client', async () => Response.json({ error: 'invalid_client' }, { status: 401 })],
    ['429', async () => new Response('', { status: 429, headers: { 'retry-after': '900' } })],
  ];

  it.each(ANSWERS)(
    'but with %s costs few requests, though few workspaces have many connections',
    async (_title, answer) => {
      const world = proveWorld(16);
      await connectMany(world, 'grace', 300, (n) => `w${n % 10}`);
      const { ports, asked } = answering(world, 'grace', answer);
      world.advance(45 * MINUTE);
      for (let minute = 0; minute < 60; minute++) {
        world.advance(MINUTE);
        await tick(ports, world);
      }
      // Those under way at first, then a trial of each kind after each pause, and not one of each connection.
      expect(asked()).toBeLessThanOrEqual(LIMITS.appConcurrency + 90);
    },
  );
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
