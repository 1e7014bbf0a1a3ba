/**
 * The disconnect of a connection whose access token has run out, at providers that end nothing without a live one: tokens are
 * refreshed into the row that stays disconnecting, and then revoked.
 * Covers src/broker/disconnect/live-token.ts, src/broker/disconnect/replaced-tokens.ts, src/broker/disconnect/finish-disconnect.ts,
 * src/broker/refresh/finish-inert.ts, src/broker/refresh/answer-revocation.ts, src/broker/refresh/claim-attempt.ts,
 * src/broker/refresh/store-refreshed.ts, src/broker/tokens/rotation-escrow.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropbox } from '../../local/scripted-providers/providers/dropbox.ts';
import { zendesk } from '../../local/scripted-providers/providers/zendesk.ts';
import { zoom } from '../../local/scripted-providers/providers/zoom.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import { beginDisconnect } from '../../src/broker/disconnect/end-connection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { connect } from '../providers/run-journey.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from '../providers/world.ts';

const MINUTE = 60_000;
const USABLE = ['active', 'refresh_failing', 'reauthorization_required'];
let world: World;
let written: Partial<Connection>[];

/** Connected, and not used for longer than the access token lives. */
async function idle(scripted: ScriptedProvider): Promise<Ports> {
  world = await openWorld(scripted);
  const { ports, running } = world;
  await putVerifiedApp(ports, { provider: scripted.provider, clientId: CLIENT.clientId });
  await connect(world);
  const { accessExpiresAt = 0 } = await row();
  world.advance(accessExpiresAt - world.now() + MINUTE);
  running.expireAccess();
  world.requests.length = 0;
  return ports;
}
beforeEach(() => {
  written = [];
});
afterEach(async () => {
  expect(world.violations).toEqual([]);
  // Whatever happened, nothing made the row usable after its disconnect had begun.
  const begun = written.findIndex(({ status }) => status === 'disconnecting');
  const after = (begun < 0 ? [] : written.slice(begun)).flatMap(({ status }) => status ?? []);
  expect(after.filter((status) => USABLE.includes(status))).toEqual([]);
  await world.close();
});

const key = () => ({ workspaceId: WORKSPACE, connectionId: world.scripted.provider });
const row = async () => (await world.ports.connections.read(key())) ?? expect.unreachable();
const tick = (patch: Partial<Ports> = {}) =>
  runTick(watched({ ...world.ports, ...patch }), world.now() + MINUTE);
const asked = (path: string) => world.requests.filter((request) => request.endsWith(path)).length;
const begun = async () => {
  const { record } = (await beginDisconnect(watched(world.ports), { key: key(), actor: 'ada' })) ?? {};
  return record ?? expect.unreachable();
};
/** What a disconnect of a person does, with token-refresh on the same or on other ports. */
const disconnected = (ports: Ports, refreshing: Ports = ports) =>
  disconnect(watched({ ...ports, revoker: revokerOn(refreshing) }), { caller: ADMIN, key: key() });
const revokerOn = (ports: Ports): Ports['revoker'] => ({
  revoke: async (each, epoch) => {
    const event = { version: '1', kind: 'revocation', ...each, epoch };
    return (await answerRefresh(watched(ports), event, world.now() + MINUTE)) as Awaited<
      ReturnType<Ports['revoker']['revoke']>
    >;
  },
});
/** The ports, with every write noted that the table took. */
const watched = (ports: Ports): Ports => ({
  ...ports,
  connections: {
    ...ports.connections,
    change: async (each, change) => {
      const isDone = await ports.connections.change(each, change);
      if (isDone) written.push(change.set as Partial<Connection>);
      return isDone;
    },
  },
});
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
/** Ports on which one request is answered otherwise. */
const answering = (ports: Ports, path: string, answer: () => Promise<Response> | Response): Ports => ({
  ...ports,
  fetch: async (request) => (request.url.includes(path) ? answer() : ports.fetch(request)),
});

describe('T136: the disconnect of an idle connection', () => {
  it.each([
    [dropbox, 'revoked', '/oauth2/token', '/2/auth/token/revoke'],
    [zoom, 'revoked', '/oauth/token', '/oauth/revoke'],
    [zendesk, 'unconfirmed', '/oauth/tokens', '/oauth/tokens/current.json'],
  ])(
    'refreshes, seals the pair into the row and revokes it: %#',
    async (scripted, outcome, token, revoke) => {
      const ports = await idle(scripted);
      const receipt = await disconnected(ports);
      expect(receipt.revocation.outcome).toBe(outcome);
      expect(world.running.isGranted()).toBe(false);
      expect([asked(token), asked(revoke)]).toEqual([1, 1]);
      const stored = written.find(({ sealedAccess }) => sealedAccess);
      expect(stored).toMatchObject({ status: 'disconnecting', generation: 2 });
      const tombstone = await row();
      expect(tombstone).toMatchObject({ status: 'disconnected', epoch: 2, generation: 2 });
      for (const gone of ['sealedAccess', 'sealedRefresh', 'attemptId', 'leaseId', 'reason'] as const)
        expect(tombstone[gone]).toBeUndefined();
    },
  );

  it('asks nobody itself: the function that refreshes does', async () => {
    const ports = await idle(dropbox);
    const receipt = await disconnected({ ...ports, fetch: () => expect.unreachable() }, ports);
    expect(receipt.revocation.outcome).toBe('revoked');
  });

  it('refreshes nothing while the access token lives', async () => {
    const ports = await idle(dropbox);
    await connect(world);
    world.requests.length = 0;
    const unreachable = { revoke: () => expect.unreachable() };
    const receipt = await disconnect({ ...ports, revoker: unreachable }, { caller: ADMIN, key: key() });
    expect(receipt.revocation.outcome).toBe('revoked');
    expect(asked('/oauth2/token')).toBe(0);
  });

  it('is finished by the tick where token-refresh cannot be invoked', async () => {
    const ports = await idle(dropbox);
    const revoker = { revoke: () => Promise.reject(new Error('throttled')) };
    const receipt = await disconnect(watched({ ...ports, revoker }), { caller: ADMIN, key: key() });
    expect(receipt.revocation.outcome).toBe('pending');
    expect(world.logged.join('\n')).toContain('refresh_out_of_reach');
    expect((await tick()).revocations).toBe(1);
    expect((await row()).receipt?.revocation.outcome).toBe('revoked');
    expect(world.running.isGranted()).toBe(false);
  });

  it('20 times at once is one refresh and one revocation', async () => {
    const ports = await idle(dropbox);
    const receipts = await Promise.all(Array.from({ length: 20 }, () => disconnected(ports)));
    expect(receipts.some(({ revocation }) => revocation.outcome === 'revoked')).toBe(true);
    expect([asked('/oauth2/token'), asked('/2/auth/token/revoke')]).toEqual([1, 1]);
  });

  it('leaves a grant alone that another connection uses, and spends no refresh token for it', async () => {
    const ports = await idle(zoom);
    const other = { workspaceId: WORKSPACE, connectionId: 'zoom~other' };
    const { accountKey, ...live } = await row();
    const set = { ...live, accountKey, status: 'active' as const };
    await ports.connections.change(other, { expect: { epoch: { absent: true } }, set, writeId: 'other' });
    const receipt = await disconnected(ports);
    expect(receipt.revocation.outcome).toBe('left_shared_grant');
    expect(world.requests).toEqual([]);
  });
});

describe('T136: tokens that a new consent replaced', () => {
  it('are revoked with a fresh access token, which is stored nowhere', async () => {
    const ports = await idle(dropbox);
    const presented: string[] = [];
    const fetch: Ports['fetch'] = async (request) => {
      const isRefresh =
        request.url.endsWith('/oauth2/token') && request.body?.includes('grant_type=refresh_token');
      if (isRefresh)
        return Response.json({ access_token: 'sl.fresh', token_type: 'bearer', expires_in: 14_400 });
      if (!request.url.endsWith('/2/auth/token/revoke')) return ports.fetch(request);
      presented.push(request.headers?.authorization ?? '');
      return new Response('null', { headers: { 'content-type': 'application/json' } });
    };
    await connect({ ...world, ports: watched({ ...ports, fetch }) });
    expect(presented).toEqual(['Bearer sl.fresh']);
    expect(world.logged.filter((line) => line.includes('superseded_tokens')).join()).toContain('revoked');
    expect(await row()).toMatchObject({ status: 'active', generation: 2, epoch: 2 });
  });

  it('a provider that is down then does not spoil the consent', async () => {
    const ports = await idle(dropbox);
    const fetch: Ports['fetch'] = async (request) =>
      request.url.endsWith('/oauth2/token') && request.body?.includes('grant_type=refresh_token')
        ? new Response('', { status: 503 })
        : ports.fetch(request);
    await connect({ ...world, ports: { ...ports, fetch } });
    expect((await row()).status).toBe('active');
    expect(asked('/2/auth/token/revoke')).toBe(0);
  });
});

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
