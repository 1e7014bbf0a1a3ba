/**
 * Which refreshes need a place, and which do not.
 * Covers src/providers/chosen-hosts.ts, src/broker/apps/places.ts, src/broker/refresh/refresh-connection.ts,
 * src/broker/refresh/claim-attempt.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import type { ConnectionKey, PlacesStore } from '../../src/broker/stores.ts';
import { PLACES } from '../../src/contract/table.ts';
import { put } from '../adapters/samples.ts';
import { memoryPlaces } from '../memory/memory-records.ts';
import { MINUTE, tokens } from './placing.ts';
import { placingCrowd } from './placing-crowd.ts';

describe('places', () => {
  let crowd: Awaited<ReturnType<typeof placingCrowd>>;
  let stage: typeof crowd.stage;
  let acme: string;
  let places: PlacesStore;
  beforeEach(async () => {
    crowd = await placingCrowd(memoryPlaces(), 'each in turn');
    ({ stage, acme, places } = crowd);
  });
  const held: typeof crowd.held = (...given) => crowd.held(...given);
  const asked: typeof crowd.asked = () => crowd.asked();
  const connectMany: typeof crowd.connectMany = (...given) => crowd.connectMany(...given);
  const startAll: typeof crowd.startAll = (...given) => crowd.startAll(...given);

  it('are of no interest to a tick, also when all are taken', async () => {
    const keys = await connectMany('custom~crm', 4);
    void (await startAll(keys));
    stage.provider.waiting.length = 0;
    stage.provider.open(tokens);
    const due = { dueShard: 'due#0', dueAt: stage.now() - 1 };
    await stage.connect(acme, 'custom~crm~due', due);
    const { outcomes: came } = await runTick(stage.ports, stage.now() + MINUTE);
    expect(came).toEqual({ refreshed: 1 });
    expect(await held()).toBe(4);
  });

  it('are also needed to ask whether a refused token without a refresh token still lives', async () => {
    const keys = await connectMany('custom~crm', 4);
    void (await startAll(keys));
    const bare = await stage.connect(acme, 'custom~crm~bare', { accessExpiresAt: stage.now() - 1 });
    const record = (await stage.ports.connections.read(bare)) as Connection;
    const connections: Ports['connections'] = {
      ...stage.ports.connections,
      read: async () => ({ ...record, sealedRefresh: undefined as never }),
    };
    expect(await stage.demand(bare, { connections })).toMatchObject({ outcome: 'not_yet' });
  });

  it.each<[string, Partial<Connection>, boolean]>([
    ['zendesk', { variables: { subdomain: 'acme' } }, true],
    ['salesforce', { variables: { loginHost: 'acme.my.salesforce.com' } }, true],
    ['salesforce', { variables: { loginHost: 'login.salesforce.com' } }, false],
    ['gitlab', { variables: { host: 'gitlab.acme.example' } }, true],
    ['gitlab', {}, false],
    ['intercom', { variables: { region: 'eu' } }, false],
    ['microsoft', { variables: { tenant: 'organizations' } }, false],
    ['google', {}, false],
  ])('of %s with %j are needed: %s', async (provider, more, isNeeded) => {
    const touched: string[] = [];
    const watched: PlacesStore = {
      ...places,
      read: (key) => {
        touched.push('read');
        return places.read(key);
      },
      change: (key, change) => {
        touched.push('write');
        return places.change(key, change);
      },
      changed: (key, change) => {
        touched.push('write');
        return places.changed(key, change);
      },
    };
    stage.provider.open(tokens);
    const key = await stage.connect(acme, provider, more);
    await stage.demand(key, { places: watched });
    expect((await stage.ports.connections.read(key))?.generation).toBe(2);
    // A fast app pays nothing.
    expect(touched).toEqual(isNeeded ? ['write', 'write'] : []);
  });

  it('are needed for another app only while its health calls it slow', async () => {
    const keys = await connectMany('google', 6);
    const health = (slowUntil: number) =>
      ({ pauseUntil: 1, reason: 'provider_unavailable', slowUntil }) as const;
    const appKey = `${acme}/google/1`;
    await stage.ports.appHealth.change({ appKey }, put(health(stage.now() + MINUTE)));
    const slow = await startAll(keys.slice(0, 4));
    expect([asked(), await held()]).toEqual([4, 4]);
    expect(await stage.demand(keys[4] as ConnectionKey)).toMatchObject({ outcome: 'not_yet' });
    await stage.ports.appHealth.change({ appKey }, put(health(stage.now())));
    void (await startAll([keys[4] as ConnectionKey]));
    expect([asked(), await held()]).toEqual([5, 4]);
    stage.provider.open(tokens);
    await Promise.all(slow);
  });

  it('are not needed for the one trial of a verified app: a workspace with none left spoils it for nobody', async () => {
    const ofPlatform = { appOwner: 'verified', appVersion: 1, clientId: 'client-verified-google' };
    const key = await stage.connect(acme, 'google', ofPlatform);
    void (await startAll(await connectMany('custom~crm', 4)));
    const full = { ...(await places.read({ workspaceId: acme })) };
    const text = `${stage.now() + LIMITS.lease}/a/verified/google/1`;
    const all = Object.fromEntries(PLACES.map((name) => [name, text]));
    await places.change({ workspaceId: acme }, put({ ...full, ...all }));
    const slowUntil = stage.now() + MINUTE;
    const health = { pauseUntil: 1, reason: 'provider_unavailable', slowUntil } as const;
    const at = { appKey: 'verified/google/1' };
    await stage.ports.appHealth.change(at, put(health));
    expect(await stage.demand(key)).toMatchObject({ outcome: 'not_yet' });
    await stage.ports.appHealth.change(at, put({ ...health, openings: 1 }));
    stage.provider.open(tokens);
    expect(await stage.demand(key)).toEqual({ outcome: 'refreshed' });
  });

  it.each([
    ['custom~crm', LIMITS.leasePoll],
    ['google', LIMITS.providerDeadline + LIMITS.leaseStore],
  ])('or not: the lease of %s says that an answer is expected within %i ms', async (provider, expected) => {
    const [key] = await connectMany(provider, 1);
    const reports = await startAll([key as ConnectionKey]);
    const record = await stage.ports.connections.read(key as ConnectionKey);
    expect((record?.answerBy ?? 0) - (record?.attemptAt ?? 0)).toBe(expected);
    stage.provider.open(tokens);
    await Promise.all(reports);
  });
});
