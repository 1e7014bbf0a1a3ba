/**
 * A disconnect beside other disconnects and beside a refresh: one revocation, and nothing brings the connection back.
 * Covers src/broker/disconnect/end-connection.ts, src/broker/disconnect/finish-disconnect.ts,
 * src/broker/tokens/revoke-held-tokens.ts.
 */
import { describe, expect, it } from 'vitest';
import { beginDisconnect, endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { finishDisconnect } from '../../src/broker/disconnect/finish-disconnect.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import {
  beginDisconnecting,
  connected,
  read,
  revocationAnswers,
  worksAtProvider,
  world,
} from './disconnecting.ts';

beginDisconnecting();

describe('disconnect', () => {
  it('T160: twice, and 20 times at once, is one revocation and the same answer', async () => {
    const { key } = await connected();
    let revocations = 0;
    const ports = { ...world.environment.ports };
    const { fetch, connections } = ports;
    ports.fetch = (request) => {
      if (request.url.endsWith('/revoke')) revocations++;
      return fetch(request);
    };
    // Whoever waits goes on when the tombstone is written, however slow the provider is.
    const buried = Promise.withResolvers<void>();
    ports.connections = {
      ...connections,
      change: async (each, change) => {
        const changed = await connections.change(each, change);
        if (change.set.status === 'disconnected') buried.resolve();
        return changed;
      },
    };
    ports.clock = { ...ports.clock, sleep: () => buried.promise };
    const atOnce = Array.from({ length: 20 }, () => endConnection(ports, { key, actor: 'ada' }));
    const receipts = await Promise.all(atOnce);
    receipts.push(await endConnection(ports, { key, actor: 'bob' }));
    const stored = (await read(key))?.receipt;
    expect(revocations).toBe(1);
    for (const receipt of receipts) expect(receipt).toEqual(stored);
    expect(stored).toMatchObject({ requestedBy: 'ada', revocation: { outcome: 'revoked' } });
  });

  it('T160: a second half that comes late writes nothing over the tombstone and its receipt', async () => {
    const { key } = await connected();
    const begun = await beginDisconnect(world.environment.ports, { key, actor: 'ada' });
    const record = begun?.record ?? expect.unreachable();
    await finishDisconnect(world.environment.ports, key, record);
    const tombstone = await read(key);
    for (const status of [200, 503]) {
      const late = revocationAnswers(() => new Response('', { status }));
      world.advance(1_000);
      await finishDisconnect(late, key, record);
      expect(await read(key)).toEqual(tombstone);
    }
  });

  it('T159 T166: a refresh in flight cannot bring it back, and what it obtained is revoked', async () => {
    const { key } = await connected();
    const { ports } = world.environment;
    let obtained = '';
    const fetch: Ports['fetch'] = async (request) => {
      const answer = await ports.fetch(request);
      if (!request.url.endsWith('/token')) return answer;
      const body = (await answer.json()) as { access_token: string };
      obtained = body.access_token;
      // The provider has rotated; the disconnect comes in before the answer is stored.
      const receipt = await endConnection(ports, { key, actor: 'ada' });
      expect(receipt.revocation.outcome).toBe('pending');
      return answer;
    };
    const report = await refreshConnection({ ...ports, fetch }, { key, deadline: world.now() + 60_000 });
    expect(report.outcome).toBe('moved');
    expect(obtained).not.toBe('');
    expect(await worksAtProvider(obtained)).toBe(false);
    expect(await read(key)).toMatchObject({ status: 'disconnecting', generation: 1, epoch: 2 });
    world.advance(60_000);
    await world.environment.tick();
    const tombstone = await read(key);
    expect(tombstone).toMatchObject({ status: 'disconnected', generation: 1 });
    expect(tombstone?.sealedAccess).toBeUndefined();
  });
});
