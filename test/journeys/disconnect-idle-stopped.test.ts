/**
 * The disconnect of an idle connection whose process stops, or whose refreshed tokens the table refuses: a tick finishes it.
 * Covers src/broker/refresh/finish-inert.ts, src/broker/refresh/answer-revocation.ts,
 * src/broker/refresh/store-refreshed.ts, src/broker/tokens/rotation-escrow.ts.
 */
import { describe, expect, it } from 'vitest';
import { dropbox } from '../../local/scripted-providers/providers/dropbox.ts';
import { zoom } from '../../local/scripted-providers/providers/zoom.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import {
  asked,
  beginIdling,
  begun,
  disconnected,
  idle,
  key,
  MINUTE,
  row,
  tick,
  watched,
  world,
} from './idling.ts';

beginIdling();

/** A process that stops after so many writes and requests: the last one is done, and nothing follows. */
function stoppingAfter(ports: Ports, count: number): { ports: Ports; isStopped: () => boolean } {
  let left = count;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    if (left <= 0) throw new Error('stopped');
    left--;
    const result = await work();
    if (left <= 0) throw new Error('stopped');
    return result;
  };
  const stopped = {
    ...ports,
    connections: {
      ...ports.connections,
      read: (each) => (left <= 0 ? Promise.reject(new Error('stopped')) : ports.connections.read(each)),
      change: (each, change) => step(() => ports.connections.change(each, change)),
    },
    fetch: (request) => step(() => ports.fetch(request)),
    escrow: { ...ports.escrow, put: (copy) => step(() => ports.escrow.put(copy)) },
  } satisfies Ports;
  return { ports: stopped, isStopped: () => left <= 0 };
}

describe('T103: a process that stops', () => {
  it.each([
    [dropbox, 0],
    // It takes a spent refresh token no second time, so an answer that nobody stored is lost with its tokens.
    [zoom, 1],
  ])('at any step leaves an inert row that a tick finishes: %#', async (scripted, lost) => {
    const seen: { outcome: string; isGranted: boolean }[] = [];
    for (let steps = 1; ; steps++) {
      const ports = await idle(scripted);
      const record = await begun();
      const process = stoppingAfter(watched(ports), steps);
      const event = { version: '1', kind: 'revocation', ...key(), epoch: record.epoch };
      await answerRefresh(process.ports, event, world.now() + MINUTE).catch(() => undefined);
      expect(['disconnecting', 'disconnected']).toContain((await row()).status);
      for (let minute = 0; minute < 5 && (await row()).status !== 'disconnected'; minute++) {
        world.advance(MINUTE);
        await tick();
      }
      const { status, receipt, sealedRefresh } = await row();
      const outcome = receipt?.revocation.outcome ?? '';
      expect([status, sealedRefresh]).toEqual(['disconnected', undefined]);
      const isGranted = world.running.isGranted();
      // A receipt never says more than what is true.
      if (isGranted) expect(outcome).toBe('failed');
      seen.push({ outcome, isGranted });
      if (!process.isStopped()) break;
      await world.close();
    }
    // Claim, answer, store, revocation and tombstone are five steps.
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.at(-1)?.outcome).toBe('revoked');
    expect(seen.filter(({ isGranted }) => isGranted)).toHaveLength(lost);
  });
});

describe('T102: the escrow', () => {
  const refusing = (ports: Ports): Ports => ({
    ...ports,
    connections: {
      ...ports.connections,
      change: (each, change) =>
        change.set.sealedAccess
          ? Promise.reject(new Error('throttled'))
          : ports.connections.change(each, change),
    },
  });

  it('holds a pair that the table refused; a tick takes it into the inert row and revokes it', async () => {
    const ports = await idle(zoom);
    expect((await disconnected(refusing(ports))).revocation.outcome).toBe('pending');
    const [entry] = await ports.escrow.of(key());
    expect(entry?.copy?.set.status).toBe('disconnecting');
    world.advance(2 * MINUTE);
    await tick();
    world.advance(MINUTE);
    await tick();
    expect((await row()).receipt?.revocation.outcome).toBe('revoked');
    expect(asked('/oauth/token')).toBe(1);
    expect(world.running.isGranted()).toBe(false);
    expect(await ports.escrow.of(key())).toEqual([]);
  });

  it('brings no token into the tombstone, whoever puts the copy back', async () => {
    const ports = await idle(zoom);
    await disconnected(refusing(ports));
    const [entry] = await ports.escrow.of(key());
    const copy = entry?.copy ?? expect.unreachable();
    // The row was ended by hand meanwhile, and does not know the attempt.
    const set = { status: 'disconnected' as const, attemptId: undefined, sealedAccess: undefined };
    const gone = { ...set, sealedRefresh: undefined, dueAt: undefined, dueShard: undefined };
    await ports.connections.change(key(), { expect: {}, set: gone, writeId: 'ended' });
    for (let round = 0; round < 2; round++) {
      world.advance(2 * MINUTE);
      await tick();
      const { status, sealedAccess, sealedRefresh } = await row();
      expect([status, sealedAccess, sealedRefresh]).toEqual(['disconnected', undefined, undefined]);
      expect(world.running.isGranted()).toBe(false);
      await ports.escrow.put(copy);
    }
  });
});
