/**
 * Refreshes on demand at slow endpoints: how many places there are, and when they are free again.
 * Covers src/broker/apps/places.ts, src/broker/refresh/refresh-connection.ts, src/aws/table/places.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalTable, startDynalite } from '../../local/dynalite.ts';
import { localDynamoDB } from '../../local/ports.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { placesStore } from '../../src/aws/table/places.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Places } from '../../src/broker/records.ts';
import type { ConnectionKey, PlacesStore } from '../../src/broker/stores.ts';
import { PLACES } from '../../src/contract/table.ts';
import { put } from '../adapters/samples.ts';
import { memoryPlaces } from '../memory/memory-records.ts';
import { heldOrDone, MINUTE, tokens } from './placing.ts';
import { type Draw, placingCrowd } from './placing-crowd.ts';

let dynalite: LocalTable;
let onDynamoDB: PlacesStore;
beforeAll(async () => {
  dynalite = await startDynalite();
  const client = localDynamoDB(dynalite.socketPath);
  await createTable(client, 'places');
  onDynamoDB = placesStore({ client, tableName: 'places' });
});
afterAll(() => dynalite.close());

describe.each<[string, Draw, () => PlacesStore]>([
  ['in memory', 'the first', () => memoryPlaces()],
  ['in memory', 'each in turn', () => memoryPlaces()],
  ['in DynamoDB', 'the first', () => onDynamoDB],
  ['in DynamoDB', 'each in turn', () => onDynamoDB],
])('places, %s, of which chance draws %s,', (_, draw, storeOf) => {
  let crowd: Awaited<ReturnType<typeof placingCrowd>>;
  let stage: typeof crowd.stage;
  let acme: string;
  let globex: string;
  let places: PlacesStore;
  beforeEach(async () => {
    crowd = await placingCrowd(storeOf(), draw);
    ({ stage, acme, globex, places } = crowd);
  });
  const held: typeof crowd.held = (...given) => crowd.held(...given);
  const asked: typeof crowd.asked = () => crowd.asked();
  const connectMany: typeof crowd.connectMany = (...given) => crowd.connectMany(...given);
  const startAll: typeof crowd.startAll = (...given) => crowd.startAll(...given);
  const outcomes: typeof crowd.outcomes = (...given) => crowd.outcomes(...given);

  it('are four for an app: a fifth is told when to come back, and changes nothing', async () => {
    const keys = await connectMany('custom~crm', 5);
    const [fifth] = keys.slice(4);
    const first = await startAll(keys.slice(0, 4));
    expect([asked(), await held()]).toEqual([4, 4]);
    const before = await stage.ports.connections.read(fifth as ConnectionKey);
    expect(await stage.demand(fifth as ConnectionKey)).toEqual({
      outcome: 'not_yet',
      retryAt: stage.now() + LIMITS.providerDeadline,
    });
    expect(await stage.ports.connections.read(fifth as ConnectionKey)).toEqual(before);
    expect([asked(), await held()]).toEqual([4, 4]);
    stage.provider.open(tokens);
    expect(await outcomes(first)).toEqual(Array(4).fill('refreshed'));
    expect(await held()).toBe(0);
    expect(await stage.demand(fifth as ConnectionKey)).toEqual({ outcome: 'refreshed' });
  });

  it('are twelve for a workspace over all of its apps, and none of them is another workspace’s', async () => {
    const mine: ConnectionKey[] = [];
    for (const name of ['a', 'b', 'c', 'd']) mine.push(...(await connectMany(`custom~${name}`, 4)));
    const reports = await startAll(mine);
    expect([asked(), await held()]).toEqual([12, 12]);
    expect(await outcomes(reports.slice(12))).toEqual(Array(4).fill('not_yet'));
    const [theirs] = await startAll(await connectMany('custom~a', 1, globex));
    expect(asked()).toBe(13);
    stage.provider.open(tokens);
    expect(await theirs).toEqual({ outcome: 'refreshed' });
    await Promise.all(reports);
    expect([await held(), await held(globex)]).toEqual([0, 0]);
  });

  it('are never more, whoever comes at the same time, and of several for the last one gets it', async () => {
    const keys = await connectMany('custom~crm', 20);
    const reports = keys.map((key) => stage.demand(key));
    await heldOrDone(stage.provider, reports);
    expect([asked(), await held()]).toEqual([4, 4]);
    stage.provider.open(tokens);
    const came = await outcomes(reports);
    expect(came.filter((outcome) => outcome === 'refreshed')).toHaveLength(4);
    expect(came.filter((outcome) => outcome === 'not_yet')).toHaveLength(16);
    expect(await held()).toBe(0);
  });

  it('that one takes and another gives back at the same time are right, in both orders', async () => {
    for (const isReadBefore of [true, false]) {
      const provider = isReadBefore ? 'custom~first' : 'custom~second';
      const [one, two] = await connectMany(provider, 2);
      const [before] = await startAll([one as ConnectionKey]);
      let goOn: () => void = () => undefined;
      let hasCome: () => void = () => undefined;
      const come = new Promise<void>((resolve) => {
        hasCome = resolve;
      });
      const between = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      // The second has read the places, and waits before it writes; or it waits before it reads.
      const slow: PlacesStore = {
        ...places,
        // The place that is drawn by chance is somebody else's.
        changed: async () => undefined,
        read: async (key) => {
          const early = isReadBefore ? await places.read(key) : undefined;
          hasCome();
          await between;
          return isReadBefore ? early : places.read(key);
        },
      };
      const after = stage.demand(two as ConnectionKey, { places: slow });
      await come;
      stage.provider.waiting.shift()?.answer(tokens());
      expect(await before).toEqual({ outcome: 'refreshed' });
      expect(await held()).toBe(0);
      goOn();
      await heldOrDone(stage.provider, [after]);
      expect([asked(), await held()]).toEqual([1, 1]);
      stage.provider.waiting.shift()?.answer(tokens());
      expect(await after).toEqual({ outcome: 'refreshed' });
      expect(await held()).toBe(0);
    }
  });

  it.each<[string, () => Response, string]>([
    ['tokens', tokens, 'refreshed'],
    ['a fault', () => new Response('down', { status: 500 }), 'failing'],
    ['a refusal of the app', () => Response.json({ error: 'invalid_client' }, { status: 401 }), 'failing'],
    ['the end of the grant', () => Response.json({ error: 'invalid_grant' }, { status: 400 }), 'dead'],
  ])('are free again after %s', async (_title, response, outcome) => {
    const [report] = await startAll(await connectMany('custom~crm', 1));
    expect(await held()).toBe(1);
    stage.provider.open(response);
    expect(await report).toMatchObject({ outcome });
    expect(await held()).toBe(0);
    const record = await stage.ports.connections.read({ workspaceId: acme, connectionId: 'custom~crm~c0' });
    expect([record?.leaseUntil, record?.answerBy]).toEqual([undefined, undefined]);
  });

  it('are free again when the refresh fails for a fault of ours', async () => {
    const [key] = await connectMany('custom~crm', 1);
    const vault = { ...stage.ports.vault, sealer: () => Promise.reject(new Error('no key')) };
    await expect(stage.demand(key as ConnectionKey, { vault })).rejects.toThrow('no key');
    expect(await held()).toBe(0);
  });

  it('that cannot be given back are logged, and lapse with the lease', async () => {
    const keys = await connectMany('custom~crm', 5);
    const lines: unknown[] = [];
    const log = { ...stage.ports.log, warn: (...line: unknown[]) => void lines.push(line) };
    const deaf: PlacesStore = {
      ...places,
      change: async (key, change) => {
        if ((Object.values(change.set) as unknown[]).includes(undefined)) throw new TypeError('secret');
        return places.change(key, change);
      },
    };
    stage.provider.open(tokens);
    expect(await outcomes(await startAll(keys.slice(0, 4), { places: deaf, log }))).toEqual(
      Array(4).fill('refreshed'),
    );
    expect(lines).toEqual(Array(4).fill(['place_not_given_back', { workspaceId: acme, error: 'TypeError' }]));
    expect(await stage.demand(keys[4] as ConnectionKey)).toMatchObject({ outcome: 'not_yet' });
    stage.advance(LIMITS.lease);
    expect(await stage.demand(keys[4] as ConnectionKey)).toEqual({ outcome: 'refreshed' });
  });

  it('of a process that died lapse with its lease, and not before', async () => {
    const keys = await connectMany('custom~crm', 5);
    void (await startAll(keys.slice(0, 4)));
    stage.advance(LIMITS.lease - 1);
    expect(await stage.demand(keys[4] as ConnectionKey)).toEqual({
      outcome: 'not_yet',
      retryAt: stage.now() + LIMITS.placeRetry,
    });
    stage.advance(1);
    stage.provider.waiting.length = 0;
    stage.provider.open(tokens);
    expect(await stage.demand(keys[4] as ConnectionKey)).toEqual({ outcome: 'refreshed' });
  });

  it('given back late take nobody else’s away', async () => {
    const keys = await connectMany('custom~crm', 2);
    const [late] = await startAll([keys[0] as ConnectionKey]);
    stage.advance(LIMITS.lease);
    void (await startAll([keys[1] as ConnectionKey]));
    expect(await held()).toBe(1);
    stage.provider.waiting.shift()?.answer(tokens());
    await late;
    expect(await held()).toBe(1);
  });

  describe('that somebody edited', () => {
    const edit = (record: Partial<Places>) =>
      places.change({ workspaceId: acme }, put({ turn: 'x', ...record }));
    const all = (text: string) => Object.fromEntries(PLACES.map((name) => [name, text]));

    it.each<[string, () => Record<string, string>]>([
      ['lapse later than any lease', () => all(`${stage.now() + 24 * 60 * MINUTE}/a/${acme}/custom~crm/1`)],
      ['never lapse', () => all(`9999999999999999/a/${acme}/custom~crm/1`)],
      ['have no form', () => all('everything')],
      ['have a time that is none', () => all(`1e99/a/${acme}/custom~crm/1`)],
      ['have lapsed', () => all(`${stage.now()}/a/${acme}/custom~crm/1`)],
    ])('and %s hold nothing', async (_title, edited) => {
      await edit(edited());
      const reports = await startAll(await connectMany('custom~crm', 5));
      expect(asked()).toBe(4);
      stage.provider.open(tokens);
      expect(await outcomes(reports)).toEqual([...Array(4).fill('refreshed'), 'not_yet']);
    });

    it('hold up nobody but their own workspace, and for a lease at most', async () => {
      const [mine] = await connectMany('custom~crm', 1);
      const [theirs] = await connectMany('custom~crm', 1, globex);
      await edit(all(`${stage.now() + LIMITS.lease}/a/${globex}/custom~crm/1`));
      stage.provider.open(tokens);
      expect(await stage.demand(mine as ConnectionKey)).toMatchObject({ outcome: 'not_yet' });
      expect(await stage.demand(theirs as ConnectionKey)).toEqual({ outcome: 'refreshed' });
      stage.advance(LIMITS.lease);
      expect(await stage.demand(mine as ConnectionKey)).toEqual({ outcome: 'refreshed' });
    });

    it('and lost the turn are taken all the same', async () => {
      await places.change({ workspaceId: acme }, { expect: {}, set: { place3: 'x' }, writeId: 'y' });
      stage.provider.open(tokens);
      const [mine] = await connectMany('custom~crm', 1);
      expect(await stage.demand(mine as ConnectionKey)).toEqual({ outcome: 'refreshed' });
    });
  });

  it('that were taken though the answer was lost are known again', async () => {
    const [key] = await connectMany('custom~crm', 1);
    let isFirst = true;
    const forgetful: PlacesStore = {
      ...places,
      change: async (at, change) => {
        const done = await places.change(at, change);
        const isLost = isFirst;
        isFirst = false;
        return isLost ? false : done;
      },
    };
    const report = stage.demand(key as ConnectionKey, { places: forgetful });
    await heldOrDone(stage.provider, [report]);
    expect([asked(), await held()]).toEqual([1, 1]);
    stage.provider.open(tokens);
    expect(await report).toEqual({ outcome: 'refreshed' });
    expect(await held()).toBe(0);
  });
});
