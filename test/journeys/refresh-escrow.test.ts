/**
 * The table refuses tokens to the end: their sealed copy outlives that, and never wins over anything newer.
 * Covers src/broker/tokens/rotation-escrow.ts, src/broker/tokens/escrow-proof.ts, src/broker/tokens/store-durably.ts,
 * src/broker/refresh/store-refreshed.ts, src/broker/disconnect/finish-disconnect.ts.
 */
import { describe, expect, it } from 'vitest';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { beginDisconnect, endConnection } from '../../src/broker/disconnect/end-connection.ts';
import type { Escrow, Ports } from '../../src/broker/ports.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { provedCopy } from '../../src/broker/tokens/escrow-proof.ts';
import { settleEntry } from '../../src/broker/tokens/rotation-escrow.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import { beginRefreshing, key, MINUTE, ports, read, refresh, tokenEndpoint, world } from './refreshing.ts';

beginRefreshing();

/** Refuses every store of tokens, and nothing else. */
const refusing: Pick<Ports, 'connections'> = {
  get connections() {
    return {
      ...ports.connections,
      change: (
        each: Parameters<Ports['connections']['change']>[0],
        change: Parameters<Ports['connections']['change']>[1],
      ) =>
        change.set.sealedAccess
          ? Promise.reject(new Error('throttled'))
          : ports.connections.change(each, change),
    };
  },
};
const tick = (patch: Partial<Ports> = {}) => runTick({ ...ports, ...patch }, world.now() + MINUTE);

/** Refreshed at the provider, refused by the table, copied into the escrow. */
async function escrowed() {
  const before = await read();
  const report = await refresh({ connections: refusing.connections });
  expect(report.outcome).toBe('failing');
  const [entry] = await ports.escrow.of(key);
  expect(entry?.copy).toMatchObject({ key, epoch: before.epoch, generation: 1 });
  return { before, entry: entry ?? expect.unreachable(), copy: entry?.copy ?? expect.unreachable() };
}

describe('a copy in the escrow', () => {
  it('T102: holds the tokens sealed, and is stored by the next tick', async () => {
    const { before, copy } = await escrowed();
    expect((await read()).attemptId).toBe(copy.attempt);
    const old = await openTokens(ports, key, before);
    expect(JSON.stringify(copy)).not.toContain(old.refresh?.reveal());
    expect(JSON.stringify(world.logged)).toContain('rotated_tokens_escrowed');
    expect((await tick()).reconciled).toBe(1);
    const record = await read();
    expect(record).toMatchObject({ status: 'active', generation: 2 });
    expect(record.attemptId).toBeUndefined();
    expect(await ports.escrow.of(key)).toEqual([]);
    // They are the live ones: the provider takes them.
    world.advance(46 * MINUTE);
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
  });

  it('T102: is written before the lease has lapsed, when another may spend the old token', async () => {
    let writtenAt = 0;
    const escrow: Escrow = {
      ...ports.escrow,
      put: async (copy) => {
        writtenAt = world.now();
        return ports.escrow.put(copy);
      },
    };
    // As long as a tick's invocation, and longer than a lease.
    expect((await refresh({ connections: refusing.connections, escrow })).outcome).toBe('failing');
    const { leaseUntil = 0 } = await read();
    expect(writtenAt).toBeGreaterThan(0);
    expect(writtenAt).toBeLessThan(leaseUntil);
    for (const { path } of await ports.escrow.of(key)) await ports.escrow.delete(path);
  });

  it('T102: is settled before the old token is spent again, by whoever needs it first', async () => {
    await escrowed();
    world.advance(MINUTE);
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    expect(await refresh({ fetch })).toEqual({ outcome: 'refreshed' });
    expect(asked()).toBe(0);
    expect(await read()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('T102: proves that its connection is alive, also where the mark of its attempt was removed', async () => {
    await escrowed();
    const set = { attemptId: undefined, attemptAt: undefined, leaseId: undefined, leaseUntil: undefined };
    await ports.connections.change(key, { expect: {}, set, writeId: 'removed' });
    const refused = () => Promise.resolve(Response.json({ error: 'invalid_grant' }, { status: 400 }));
    const { fetch } = tokenEndpoint(refused);
    expect(await refresh({ fetch })).toEqual({ outcome: 'refreshed' });
    expect(await read()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('T102: without an answer is neither empty nor not: nobody asks the provider, and nothing dies', async () => {
    await escrowed();
    world.advance(MINUTE);
    const escrow: Escrow = { ...ports.escrow, of: () => Promise.reject(new Error('down')) };
    const { fetch, asked } = tokenEndpoint((ask) => ask());
    expect((await refresh({ fetch, escrow })).outcome).toBe('not_yet');
    expect(asked()).toBe(0);
    expect((await read()).status).toBe('active');
    expect((await tick()).reconciled).toBe(1);
  });

  it('T102: that another process settles at the same moment rings no alarm; one that was put back does', async () => {
    const { entry, copy } = await escrowed();
    const alarms = () => world.logged.filter((line) => line.includes('escrow_replayed')).length;
    const before = alarms();
    // What the slower process has read before the faster one settled it.
    expect(await settleEntry(ports, entry)).toBe('stored');
    expect(await settleEntry(ports, entry)).toBe('none');
    expect(alarms()).toBe(before);
    await ports.escrow.put(copy);
    expect(await settleEntry(ports, entry)).toBe('none');
    expect(alarms()).toBe(before + 1);
    expect(await ports.escrow.of(key)).toEqual([]);
    expect((await read()).generation).toBe(2);
  });

  it('T102: that the table has after all is recognised, and goes', async () => {
    const { copy } = await escrowed();
    const expect1 = { epoch: { is: copy.epoch }, generation: { is: 1 } };
    const writeId = `${copy.attempt}.store`;
    expect(await ports.connections.change(key, { expect: expect1, set: copy.set, writeId })).toBe(true);
    expect((await tick()).reconciled).toBe(1);
    expect(await read()).toMatchObject({ status: 'active', generation: 2 });
    expect(await ports.escrow.of(key)).toEqual([]);
  });

  it('T166: wins over nothing newer: it is dropped, and the newer tokens live', async () => {
    const { copy } = await escrowed();
    await tick();
    world.advance(46 * MINUTE);
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
    // Of an attempt that was never settled, as from a process that stood still before it wrote.
    const { proof: _, ...unproved } = copy;
    const late = { ...unproved, attempt: '01890a5d-ac96-774b-bcce-b302099a8057' };
    await ports.escrow.put(provedCopy(await ports.vault.sealer(), late));
    await tick();
    expect(await ports.escrow.of(key)).toEqual([]);
    expect(await read()).toMatchObject({ status: 'active', generation: 3 });
    world.advance(46 * MINUTE);
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
  });

  it('T159 T166: of a connection that was disconnected is revoked with it, and the receipt waits for that', async () => {
    const { copy } = await escrowed();
    const { escrow: _, ...withoutEscrow } = ports;
    const early = await endConnection(withoutEscrow, { key, actor: 'ada' });
    expect(early.revocation.outcome).toBe('pending');
    world.advance(MINUTE);
    const revoked: string[] = [];
    const fetch: Ports['fetch'] = (request) => {
      if (request.url.endsWith('/revoke')) revoked.push(request.body ?? '');
      return ports.fetch(request);
    };
    await tick({ fetch });
    const record = await read();
    expect(record).toMatchObject({ status: 'disconnected', generation: 1 });
    expect(record.receipt?.revocation.outcome).toBe('revoked');
    expect(await ports.escrow.of(key)).toEqual([]);
    // Those that the table never had, and those that it had.
    expect(revoked.length).toBeGreaterThanOrEqual(2);
    await ports.escrow.put(copy);
    await tick();
    expect(await read()).toMatchObject({ status: 'disconnected' });
    expect((await read()).sealedRefresh).toBeUndefined();
  });

  it('T098 T159: holds what came too late and could not be revoked at once, and the receipt waits for it', async () => {
    let refusals = 1;
    const { fetch } = tokenEndpoint(async (ask) => {
      const answer = await ask();
      // Meanwhile somebody disconnects; the refresh in flight is what the revocation waits for.
      await beginDisconnect(ports, { key, actor: 'ada' });
      return answer;
    });
    const flaky: Ports['fetch'] = async (request) =>
      request.url.includes('revo') && refusals-- > 0 ? new Response('', { status: 503 }) : fetch(request);
    expect(await refresh({ fetch: flaky })).toEqual({ outcome: 'moved' });
    expect(await ports.escrow.of(key)).toHaveLength(1);
    world.advance(MINUTE);
    await tick();
    await tick();
    expect(await ports.escrow.of(key)).toEqual([]);
    expect(await read()).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
  });

  it('T126: of a late loser whose provider is slow keeps no other connection waiting', async () => {
    const { copy, entry } = await escrowed();
    await ports.escrow.delete(entry.path);
    await world.connect(world.ada, 'acme', { provider: 'demo', label: key.connectionId.slice(5) });
    for (const attempt of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      await ports.escrow.put(provedCopy(await ports.vault.sealer(), { ...copy, attempt }));
    const asked: string[] = [];
    const slow: Ports['fetch'] = async (request) => {
      asked.push(request.url.includes('revo') ? 'revoke' : 'token');
      if (!request.url.includes('revo')) return ports.fetch(request);
      world.advance(9_900);
      throw new ProviderFetchError('deadline', true);
    };
    world.advance(((await read()).dueAt ?? 0) - world.now() + 1);
    const { outcomes } = await tick({ fetch: slow });
    expect(outcomes.refreshed).toBeGreaterThan(0);
    expect((await read()).refreshedAt).toBeGreaterThan((await read()).connectedAt);
    // It stopped with the tick's own time: eight of them are more than a tick has.
    expect(asked.filter((what) => what === 'revoke').length).toBeLessThan(8);
    for (const { path } of await ports.escrow.of(key)) await ports.escrow.delete(path);
  });

  it('T180: that cannot be written is told as a loss, and the mark stays', async () => {
    const escrow: Escrow = { ...ports.escrow, put: () => Promise.reject(new Error('down')) };
    await expect(refresh({ connections: refusing.connections, escrow })).rejects.toThrow('down');
    expect(world.logged.join()).toContain('rotated_tokens_lost');
    expect((await read()).attemptId).toBeDefined();
  });
});
