/**
 * Cursors of the rotation's sweeps stand in the table, and what stands there is input: one that was forged, moved or kept makes
 * a sweep begin again, and skips no row.
 * Covers src/broker/data-key, src/broker/sweep, src/aws/sweeps/sweep-cursors.ts, src/aws/sweeps/segment.ts.
 */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TABLE_NAME } from '../../local/ports.ts';
import { type SweepIdentity, sealedCursors } from '../../src/broker/data-key/sealed-cursors.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { Secret } from '../../src/vault/secret.ts';
import { put } from '../adapters/samples.ts';
import { begin, readyToRetire, type SweptTable, sweptTable } from './swept-table.ts';

const FIRST_PAGES = LIMITS.sweepSegments;
const NOTHING = { seen: 0, old: 0, unopened: 0 };

let table: SweptTable;
beforeAll(async () => {
  table = await sweptTable();
});
afterAll(() => table.close());
beforeEach(async () => {
  await table.sweep('check');
  table.pages.length = 0;
});

const SEGMENTS = Array.from({ length: LIMITS.sweepSegments }, (_, segment) => segment);
const stored = (kind: 'reseal' | 'retire' | 'check') =>
  Promise.all(SEGMENTS.map((segment) => table.rotation.sweepCursors.read({ kind, segment })));
/** How many segments began at their first page since then. */
const beginnings = () => table.pages.filter((page) => page.endsWith(',null]')).length;

describe('a sweep that breaks off', () => {
  it('goes on where it was, and reads no page twice', async () => {
    const whole = await table.sweep('check');
    table.pages.length = 0;
    const first = await table.sweep('check', { pages: 1 });
    expect(first).toMatchObject({ isComplete: false, pages: FIRST_PAGES, pagesNow: FIRST_PAGES });
    const second = await table.sweep('check');
    expect(second).toMatchObject({
      ...{ isComplete: true, seen: whole.seen, pages: whole.pages, startedAt: first.startedAt },
      pagesNow: whole.pages - FIRST_PAGES,
    });
    expect(new Set(table.pages).size).toBe(table.pages.length);
    expect((await stored('check')).filter(Boolean)).toEqual([]);
  });

  it('begins anew where it is asked to', async () => {
    await table.sweep('check', { pages: 1 });
    table.pages.length = 0;
    await table.sweep('check', { anew: true, pages: 1 });
    expect(beginnings()).toBe(FIRST_PAGES);
  });

  it('says nothing in clear of where it stands', async () => {
    await table.sweep('check', { pages: 1 });
    const texts = (await stored('check')).map((one) => Buffer.from(one?.cursor ?? []).toString('latin1'));
    expect(texts.join()).not.toMatch(/conn#|"pk"/);
  });
});

describe('a cursor is not followed', () => {
  /** All of them say that their segment is at its end: a sweep that believed one would leave its rows out. */
  const atEnd = { pages: 3, counts: NOTHING };
  const identity = async (): Promise<SweepIdentity> => ({
    kind: 'check',
    version: (await table.rotation.dataKeys.newest())?.version ?? 0,
    segments: LIMITS.sweepSegments,
    restoreId: (await table.rotation.restoring.read({}))?.id,
  });
  async function sealedAs(other: Partial<SweepIdentity>, startedAt = table.now()) {
    const vault = table.rotation.openVault();
    const kept: Uint8Array[] = [];
    const { sweepCursors } = table.rotation;
    const change: typeof sweepCursors.change = async ({ segment }, { set }) => {
      kept[segment] = set.cursor ?? new Uint8Array();
      return true;
    };
    const ports = {
      ...table.rotation,
      vault,
      seal: await vault.sealer(),
      sweepCursors: { ...sweepCursors, change },
    };
    const cursors = sealedCursors(ports, { ...(await identity()), ...other }, NOTHING);
    for (const segment of SEGMENTS) await cursors.save(segment, { ...atEnd, startedAt });
    return kept;
  }
  const plant = (all: Uint8Array[]) =>
    Promise.all(
      all.map((cursor, segment) =>
        table.rotation.sweepCursors.change({ kind: 'check', segment }, put({ cursor })),
      ),
    );

  it('but the same sweep’s is, so that the cases below prove something', async () => {
    await plant(await sealedAs({}));
    expect(await table.sweep('check')).toMatchObject({ isComplete: true, pagesNow: 0, seen: 0 });
  });

  it.each<[string, () => Promise<Uint8Array[]>]>([
    ['of another kind of sweep', () => sealedAs({ kind: 'reseal' })],
    ['of another data key', () => sealedAs({ version: 9 })],
    ['of another number of segments', () => sealedAs({ segments: 4 })],
    ['of before rows came back', () => sealedAs({ restoreId: 'earlier' })],
    ['of another segment', async () => (await sealedAs({})).toReversed()],
    ['that is a day old', () => sealedAs({}, table.now() - LIMITS.sweepAge)],
    [
      'with one changed byte',
      async () => (await sealedAs({})).map((bytes) => bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1)),
    ],
    [
      'under a data key that is not there',
      async () => (await sealedAs({})).map((bytes) => bytes.with(4, 77)),
    ],
    [
      'in clear',
      async () => SEGMENTS.map(() => Buffer.from(JSON.stringify({ ...atEnd, startedAt: table.now() }))),
    ],
    ['of no bytes', async () => SEGMENTS.map(() => Buffer.from('x'))],
  ])('%s', async (_, forged) => {
    await plant(await forged());
    expect(await table.sweep('check')).toMatchObject({ isComplete: true, seen: 2 * table.keys.length });
    expect(beginnings()).toBe(FIRST_PAGES);
  });

  it('of what another place has sealed, even a token', async () => {
    const seal = await table.rotation.openVault().sealer();
    const place = {
      item: ['sweep#check', '0'],
      field: 'sealedAccess',
      generation: 0,
      binding: Buffer.alloc(32),
    } as const;
    const text = JSON.stringify({ ...atEnd, startedAt: table.now() });
    await plant(SEGMENTS.map(() => seal(place, new Secret(text))));
    expect(await table.sweep('check')).toMatchObject({ seen: 2 * table.keys.length });
  });

  it('that is no item of its form', async () => {
    for (const segment of SEGMENTS)
      await table.client.send(
        new PutItemCommand({
          TableName: TABLE_NAME,
          Item: {
            pk: { S: 'sweep#check' },
            sk: { S: String(segment).padStart(10, '0') },
            cursor: { S: 'end' },
          },
        }),
      );
    expect(await table.sweep('check')).toMatchObject({ seen: 2 * table.keys.length });
  });
});

it('a damaged mark of a restore keeps every key, and stops no other sweep', async () => {
  const version = await readyToRetire(table);
  const item = { pk: { S: 'sweep#restore' }, sk: { S: '-' }, state: { S: 'ended' } };
  await table.client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: item }));
  expect((await table.sweep('retire')).retired).toEqual({ refused: 'restored' });
  expect(await table.sweep('reseal')).toMatchObject({ isComplete: true, old: 0 });
  await table.rotation.restoring.read({});
  expect(await table.rotation.dataKeys.read({ version: version - 1 })).toBeDefined();
});

it('a new data key makes a sweep begin again', async () => {
  await table.sweep('reseal', { pages: 1 });
  await begin(table, { anew: true });
  table.pages.length = 0;
  await table.sweep('reseal');
  expect(beginnings()).toBe(FIRST_PAGES);
});
