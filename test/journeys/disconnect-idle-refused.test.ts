/**
 * The disconnect of an idle connection whose provider gives no tokens for its revocation: because it is down, or because the
 * grant has ended.
 * Covers src/broker/disconnect/live-token.ts, src/broker/disconnect/finish-disconnect.ts,
 * src/broker/refresh/finish-inert.ts, src/broker/refresh/answer-revocation.ts.
 */
import { describe, expect, it } from 'vitest';
import { dropbox } from '../../local/scripted-providers/providers/dropbox.ts';
import { zoom } from '../../local/scripted-providers/providers/zoom.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Connection } from '../../src/broker/records.ts';
import {
  answering,
  asked,
  beginIdling,
  disconnected,
  idle,
  key,
  MINUTE,
  row,
  tick,
  world,
} from './idling.ts';

beginIdling();

describe('T156: while the provider gives no tokens', () => {
  it('an idle connection stays inert and is tried again, for a day', async () => {
    const ports = await idle(dropbox);
    const down = answering(ports, '/oauth2/token', () => new Response('', { status: 503 }));
    const receipt = await disconnected(down);
    expect(receipt.revocation.outcome).toBe('pending');
    expect(await row()).toMatchObject({ status: 'disconnecting', epoch: 2, generation: 1 });
    world.advance(2 * MINUTE);
    await tick({ fetch: down.fetch });
    expect((await row()).status).toBe('disconnecting');
    world.advance(61 * MINUTE);
    await tick();
    expect(await row()).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
  });

  it('its bytes go after a day, and the receipt says what to do by hand', async () => {
    const ports = await idle(dropbox);
    const down = answering(ports, '/oauth2/token', () => new Response('', { status: 503 }));
    await disconnected(down);
    world.advance(LIMITS.revokeRetry + MINUTE);
    await tick({ fetch: down.fetch });
    const tombstone = await row();
    expect(tombstone).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'failed', byHandAt: expect.any(String) } },
    });
    expect(tombstone.sealedRefresh).toBeUndefined();
  });

  it('a pair that was stored is found by the next try, which does not refresh again', async () => {
    const ports = await idle(zoom);
    const down = answering(ports, '/oauth/revoke', () => new Response('', { status: 503 }));
    expect((await disconnected(down)).revocation.outcome).toBe('pending');
    expect(await row()).toMatchObject({ status: 'disconnecting', generation: 2 });
    world.advance(2 * MINUTE);
    await tick();
    expect((await row()).receipt?.revocation.outcome).toBe('revoked');
    expect([asked('/oauth/token'), asked('/oauth/revoke')]).toEqual([1, 1]);
    expect(world.running.isGranted()).toBe(false);
  });
});

describe('a grant that had ended before', () => {
  it('leaves nothing to revoke, and nobody is told to connect again', async () => {
    const ports = await idle(dropbox);
    world.running.endGrant();
    const receipt = await disconnected(ports);
    expect(receipt.revocation).toMatchObject({ outcome: 'nothing_to_revoke', byHandAt: expect.any(String) });
    expect(world.logged.join('\n')).not.toContain('reauthorization_required');
  });

  it.each<[string, Partial<Connection>]>([
    ['an answer was lost', { attemptId: 'lost', attemptAt: 1 }],
    ['it ended after a lost answer', { status: 'reauthorization_required', reason: 'refresh_lost' }],
    ['the row was brought back', { unverifiedAt: 1 }],
  ])('is no proof where newer tokens may exist: %s', async (_title, set) => {
    const ports = await idle(zoom);
    await ports.connections.change(key(), { expect: {}, set, writeId: 'edit' });
    world.running.endGrant();
    await disconnected(ports);
    world.advance(MINUTE);
    await tick();
    expect((await row()).receipt?.revocation.outcome).toBe('failed');
  });
});
