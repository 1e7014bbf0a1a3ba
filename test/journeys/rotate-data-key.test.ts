/**
 * T087: the data key is rotated while connections live; old tokens stay readable, nothing is revived, the old key goes.
 * Covers src/broker/data-key, src/aws/sweeps/sealed-rows.ts, src/aws/table/data-keys.ts, src/broker/sealed-places.ts.
 */
import { describe, expect, it } from 'vitest';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { answerRotation } from '../../src/broker/data-key/answer-rotation.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { EventToPublish } from '../../src/broker/ports.ts';
import type { Begun, SweepReport } from '../../src/contract/rotation.ts';
import {
  ask,
  begin,
  beginRotating,
  connected,
  inject,
  interrupted,
  MINUTE,
  onePerPage,
  ports,
  read,
  refresh,
  rotation,
  sweep,
  versions,
  world,
} from './rotating.ts';

beginRotating();

describe('T087 a rotation', () => {
  it('seals everything anew: tokens, a verifier, an app’s secret; and nothing else of the items changes', async () => {
    const key = await connected('all');
    const started = await world.ada.start('acme', { provider: 'demo', label: 'underway' });
    expect(started.status).toBe(201);
    const put = await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/github', {
      clientId: 'own',
      clientSecret: 'a-secret-of-acme',
    });
    expect(put.status).toBe(200);
    const { sealedAccess: _a, sealedRefresh: _r, ...before } = await read(key);
    const version = await begin();
    const found = await sweep('reseal');
    expect(found).toMatchObject({ version, unopened: 0 });
    expect(found.old).toBe(found.seen);
    expect(found.old).toBeGreaterThanOrEqual(4);
    expect(await versions(key)).toEqual([version, version]);
    const { sealedAccess: _b, sealedRefresh: _s, ...after } = await read(key);
    expect(after).toEqual(before);
    expect(await sweep('reseal')).toMatchObject({ old: 0, seen: found.seen, unopened: 0 });
    expect((await inject(key)).isAuthorized).toBe(true);
  });

  it('takes a page at a time, and goes on where an invocation ended', async () => {
    await connected('page-one');
    await connected('page-two');
    await begin();
    const reports: SweepReport[] = [];
    const paged = { ...rotation, rows: onePerPage(rotation.rows) };
    // An invocation with no time left still does one page, so that it always gets on.
    do
      reports.push(
        (await answerRotation(paged, { version: '1', kind: 'reseal' }, world.now())) as SweepReport,
      );
    while (!reports.at(-1)?.isComplete);
    expect(reports.map(({ pagesNow }) => pagesNow)).toEqual([LIMITS.sweepSegments, 1, 1]);
    // The verified app, and two connections with two tokens each.
    expect(reports.at(-1)).toMatchObject({ old: 5, pages: LIMITS.sweepSegments + 2 });
    expect(await sweep('reseal')).toMatchObject({ old: 0 });
  });

  it('in the middle of refreshes and injections: all of them work, and the old key goes in the end', async () => {
    const keys = [await connected('busy-1'), await connected('busy-2'), await connected('busy-3')];
    const version = await begin();
    const stale = interrupted(() => Promise.all(keys.map(refresh)));
    const [, ...injected] = await Promise.all([sweep('reseal', stale), ...keys.map(inject)]);
    expect(injected.map(({ isAuthorized }) => isAuthorized)).toEqual([true, true, true]);
    for (const key of keys) {
      expect(await read(key)).toMatchObject({ status: 'active', generation: 2 });
      expect((await openTokens(ports, key, await read(key))).access?.reveal()).toBeTruthy();
    }
    expect((await sweep('retire')).retired).toEqual({ refused: 'too_early' });
    world.advance(LIMITS.retiredKeyWait + 1);
    expect((await sweep('retire')).retired).toEqual({ refused: 'in_use' });
    const { retired } = await sweep('retire');
    expect(retired).toEqual({ keys: expect.arrayContaining([version - 1]) });
    expect(await rotation.dataKeys.read({ version: version - 1 })).toBeUndefined();
    for (const key of keys) {
      expect((await refresh(key)).outcome).toBe('refreshed');
      expect(await versions(key)).toEqual([version, version]);
    }
  });

  it('does not revive what is disconnected meanwhile', async () => {
    const key = await connected('gone');
    await begin();
    const before = await read(key);
    await sweep(
      'reseal',
      interrupted(() => endConnection(ports, { key, actor: 'ada' })),
    );
    const after = await read(key);
    expect(after.status).toBe('disconnected');
    expect([after.sealedAccess, after.sealedRefresh]).toEqual([undefined, undefined]);
    expect(after.epoch).toBe(before.epoch + 1);
  });

  it('leaves the bytes of a row that moved on alone', async () => {
    const key = await connected('moved');
    await begin();
    let moved: Uint8Array | undefined;
    await sweep(
      'reseal',
      interrupted(async () => {
        await refresh(key);
        moved = (await read(key)).sealedRefresh;
      }),
    );
    expect((await read(key)).sealedRefresh).toEqual(moved);
    await sweep('reseal');
    expect((await openTokens(ports, key, await read(key))).refresh?.reveal()).toBeTruthy();
  });

  it('that breaks off goes on under the same key, however much later its next run begins', async () => {
    await connected('half-one');
    await connected('half-two');
    const version = await begin();
    const paged = { ...rotation, rows: onePerPage(rotation.rows) };
    const reseal = { version: '1', kind: 'reseal' };
    const first = await answerRotation(paged, reseal, world.now());
    expect(first).toMatchObject({ isComplete: false });
    world.advance(LIMITS.retiredKeyWait + 1);
    expect(await ask<Begun>({ kind: 'begin' })).toEqual({ version, isNew: false });
    const rest = (await answerRotation(paged, reseal, world.now() + MINUTE)) as SweepReport;
    expect(rest).toMatchObject({ version, isComplete: true, old: 5, pages: LIMITS.sweepSegments + 2 });
    expect(rest.pagesNow).toBe(2);
    // At its end, the next rotation has a key of its own again.
    await begin();
  });

  it.each<[string, () => void, { anew?: true }]>([
    ['is given up blocks no other for longer than a day', () => world.advance(LIMITS.sweepAge), {}],
    ['is to begin anew has another key', () => world.advance(LIMITS.retiredKeyWait + 1), { anew: true }],
  ])('that breaks off and %s', async (_, wait, how) => {
    await connected('left');
    const version = await begin();
    const paged = { ...rotation, rows: onePerPage(rotation.rows) };
    await answerRotation(paged, { version: '1', kind: 'reseal' }, world.now());
    wait();
    expect(await ask<Begun>({ kind: 'begin', ...how })).toEqual({ version: version + 1, isNew: true });
  });

  it('makes no second key when it is begun twice, or by two', async () => {
    await connected('twice');
    world.advance(LIMITS.retiredKeyWait + 1);
    const told: EventToPublish[] = [];
    const needs = {
      ...rotation,
      events: { publish: async (event: EventToPublish) => void told.push(event) },
    };
    const beginning = () => ask<Begun>({ kind: 'begin' }, needs);
    const both = await Promise.all([beginning(), beginning()]);
    const again = await beginning();
    expect(new Set([...both, again].map(({ version }) => version)).size).toBe(1);
    expect(both.filter(({ isNew }) => isNew).length).toBe(1);
    expect(again.isNew).toBe(false);
    expect(told).toMatchObject([{ type: 'data_key_rotated', keyVersion: again.version }]);
  });
});

it('an event that is none is refused', async () => {
  const events = [undefined, {}, { version: '1' }, { version: '1', kind: 'delete' }];
  for (const event of [...events, { version: '1', kind: 'retire', cursor: {} }])
    await expect(answerRotation(rotation, event, world.now() + MINUTE)).rejects.toThrow();
});
