/**
 * A disconnect whose revocation cannot be done now: the connection is inert, and a later try or the end of a day finishes it.
 * Covers src/broker/disconnect/end-connection.ts, src/broker/disconnect/finish-disconnect.ts.
 */
import { describe, expect, it } from 'vitest';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { finishDisconnect } from '../../src/broker/disconnect/finish-disconnect.ts';
import {
  beginDisconnecting,
  connected,
  HOUR,
  read,
  revocationAnswers,
  worksAtProvider,
  world,
} from './disconnecting.ts';

beginDisconnecting();

describe('disconnect', () => {
  it('T156 T157: a revocation endpoint that is down leaves it inert and pending; the tick finishes it', async () => {
    const { key } = await connected();
    const ports = revocationAnswers(() => new Response('', { status: 503, headers: { 'retry-after': '2' } }));
    const receipt = await endConnection(ports, { key, actor: 'ada' });
    expect(receipt.revocation.outcome).toBe('pending');
    expect(receipt.tokensDeletedAt).toBeUndefined();
    expect(await read(key)).toMatchObject({ status: 'disconnecting', sealedRefresh: expect.anything() });
    expect(
      (await world.ada.start('acme', { provider: 'demo', label: key.connectionId.slice(5) })).status,
    ).toBe(409);
    expect((await world.environment.tick()).revocations).toBe(0);
    world.advance(60_000);
    expect((await world.environment.tick()).revocations).toBe(1);
    expect(await read(key)).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
  });

  it('T156: after a day of failures the sealed bytes go anyway, and the receipt says what to do by hand', async () => {
    const { key } = await connected();
    const ports = revocationAnswers(() => new Response('', { status: 500 }));
    await endConnection(ports, { key, actor: 'ada' });
    world.advance(25 * HOUR);
    const record = await read(key);
    if (!record) throw new Error('gone');
    await finishDisconnect(ports, key, record);
    const tombstone = await read(key);
    world.advance(-25 * HOUR);
    expect(tombstone).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'failed', byHandAt: expect.any(String) } },
    });
    expect(tombstone?.sealedRefresh).toBeUndefined();
  });

  it('T164: with the vault out of reach it is inert now and revoked later', async () => {
    const { key, accessToken } = await connected();
    const { VaultError } = await import('../../src/vault/vault-error.ts');
    const { vault } = world.environment.ports;
    const down = { ...vault, open: () => Promise.reject(new VaultError('key_unavailable')) };
    const receipt = await endConnection({ ...world.environment.ports, vault: down }, { key, actor: 'ada' });
    expect(receipt.revocation.outcome).toBe('pending');
    expect((await read(key))?.status).toBe('disconnecting');
    world.advance(60_000);
    await world.environment.tick();
    expect((await read(key))?.status).toBe('disconnected');
    expect(await worksAtProvider(accessToken)).toBe(false);
  });
});
