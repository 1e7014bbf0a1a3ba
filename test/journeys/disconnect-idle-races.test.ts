/**
 * The disconnect of an idle connection that another process ends in between: no tokens come into the tombstone.
 * Covers src/broker/disconnect/live-token.ts, src/broker/refresh/claim-attempt.ts,
 * src/broker/refresh/answer-revocation.ts, src/broker/refresh/store-refreshed.ts.
 */
import { describe, expect, it } from 'vitest';
import { dropbox } from '../../local/scripted-providers/providers/dropbox.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import {
  answering,
  beginIdling,
  begun,
  disconnected,
  idle,
  key,
  MINUTE,
  row,
  world,
  written,
} from './idling.ts';

beginIdling();

describe('T159: what comes in between', () => {
  /** Another process ends the disconnect at this write. */
  const buriedBefore = (ports: Ports, isThen: (set: Partial<Connection>) => boolean): Ports => {
    let isBuried = false;
    return {
      ...ports,
      connections: {
        ...ports.connections,
        change: async (each, change) => {
          if (!isBuried && isThen(change.set as Partial<Connection>)) {
            isBuried = true;
            const set = {
              status: 'disconnected' as const,
              sealedAccess: undefined,
              sealedRefresh: undefined,
            };
            const gone = { ...set, leaseUntil: undefined, dueAt: undefined, dueShard: undefined };
            await ports.connections.change(each, { expect: {}, set: gone, writeId: 'buried' });
          }
          return ports.connections.change(each, change);
        },
      },
    };
  };

  it('a tombstone is not claimed', async () => {
    const ports = await idle(dropbox);
    await disconnected(buriedBefore(ports, ({ leaseId }) => leaseId !== undefined));
    expect(world.requests).toEqual([]);
    expect((await row()).status).toBe('disconnected');
  });

  it('a tombstone gets no tokens: those that came are revoked', async () => {
    const ports = await idle(dropbox);
    await disconnected(buriedBefore(ports, ({ sealedAccess }) => sealedAccess !== undefined));
    expect(written.filter((set) => set.sealedAccess)).toEqual([]);
    const { status, sealedAccess, sealedRefresh } = await row();
    expect([status, sealedAccess, sealedRefresh]).toEqual(['disconnected', undefined, undefined]);
    expect(world.running.isGranted()).toBe(false);
  });

  it('a tombstone stays one when the refresh fails', async () => {
    const ports = await idle(dropbox);
    const down = answering(ports, '/oauth2/token', () => new Response('', { status: 503 }));
    await disconnected(buriedBefore(down, ({ failures }) => failures !== undefined));
    expect((await row()).status).toBe('disconnected');
  });

  it('a connection that is in use, or of another epoch, is left alone', async () => {
    const ports = await idle(dropbox);
    const ask = (epoch: number) =>
      answerRefresh(ports, { version: '1', kind: 'revocation', ...key(), epoch }, world.now() + MINUTE);
    expect(await ask(1)).toEqual({ outcome: 'moved' });
    const { epoch } = await begun();
    expect(await ask(epoch + 1)).toEqual({ outcome: 'moved' });
    expect(world.requests).toEqual([]);
    // A refresh of the usual kind takes no inert row either.
    const usual = { version: '1', kind: 'connection', ...key(), generation: 1 };
    expect(await answerRefresh(ports, usual, world.now() + MINUTE)).toEqual({ outcome: 'not_refreshable' });
    expect(await ask(epoch)).toEqual({ outcome: 'revoked' });
  });
});
