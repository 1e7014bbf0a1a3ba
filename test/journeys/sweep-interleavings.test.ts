/**
 * T087: whatever happens between two pages of a sweep, no data key goes that an envelope still needs.
 * Covers src/broker/data-key, src/broker/sweep, src/broker/restore.
 */
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TABLE_NAME } from '../../local/ports.ts';
import type { RotationPorts } from '../../src/broker/data-key/rotation-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Restoring } from '../../src/broker/records.ts';
import { bringBack } from '../../src/broker/restore/bring-back.ts';
import { memoryCursors } from '../memory/memory-cursors.ts';
import { copyTable } from '../setup/copy-table.ts';
import { begin, readyToRetire, type SweptTable, sweptTable } from './swept-table.ts';

/** Pages of a sweep before which something happens: the first, one in the middle, the last. */
const MOMENTS = [0, 10, 19];

let table: SweptTable;
beforeEach(async () => {
  table = await sweptTable();
});
afterEach(() => table.close());

/** The rows of the rotation, with something that happens once, before a page is read. */
function interrupted(moment: number, happens: () => Promise<unknown>): { rows: RotationPorts['rows'] } {
  let pages = 0;
  const page: RotationPorts['rows']['page'] = async (at) => {
    if (pages++ === moment) await happens();
    return table.rotation.rows.page(at);
  };
  return { rows: { ...table.rotation.rows, page } };
}

/** As the operator's command does it: until the older keys are gone. */
async function retireAtLast(): Promise<void> {
  for (let sweeps = 0; sweeps < 4; sweeps++) {
    const { retired } = await table.sweep('retire');
    if (retired && 'keys' in retired) return;
    expect(retired).toEqual({ refused: 'in_use' });
  }
  expect.unreachable('the keys never go');
}

describe.each(MOMENTS)('T087 before page %i', (moment) => {
  it('of a reseal a process writes every row under the older key: rows behind the cursor are found later', async () => {
    table.advance(LIMITS.retiredKeyWait);
    const late = await table.newProcess();
    const version = await begin({ ...table, advance: () => undefined });
    const written = new Set<number>();
    const writeAll = async () => {
      for (const key of table.keys) written.add(await table.write(late, key));
    };
    const first = await table.sweep('reseal', { rotation: interrupted(moment, writeAll) });
    expect([...written]).toEqual([version - 1]);
    expect(first.isComplete).toBe(true);
    table.advance(LIMITS.retiredKeyWait + 1);
    await retireAtLast();
    expect(await table.rotation.dataKeys.read({ version: version - 1 })).toBeUndefined();
    await table.expectAllOpen();
  });

  it('of a retirement no process writes under the older key any more', async () => {
    table.advance(LIMITS.retiredKeyWait);
    const late = await table.newProcess();
    const version = await begin({ ...table, advance: () => undefined });
    await table.sweep('reseal');
    table.advance(LIMITS.retiredKeyWait + 1);
    const written = new Set<number>();
    const writeAll = async () => {
      for (const key of table.keys) written.add(await table.write(late, key));
    };
    const { retired } = await table.sweep('retire', { rotation: interrupted(moment, writeAll) });
    expect([[...written], retired]).toEqual([[version], { keys: [version - 1] }]);
    await table.expectAllOpen();
  });

  it('of a retirement the process dies before its cursor is stored', async () => {
    const version = await readyToRetire(table);
    const { sweepCursors } = table.rotation;
    let saves = 0;
    const change: typeof sweepCursors.change = async (...given) => {
      if (saves++ >= moment) throw new Error('died');
      return sweepCursors.change(...given);
    };
    const dying = { sweepCursors: { ...sweepCursors, change } };
    await expect(table.sweep('retire', { rotation: dying })).rejects.toThrow('died');
    const { retired, seen } = await table.sweep('retire');
    expect([retired, seen]).toEqual([{ keys: [version - 1] }, 2 * table.keys.length]);
    await table.expectAllOpen();
  });

  it('of a retirement that breaks off rows come back under the older key, also behind the cursor', async () => {
    await copyTable(table.client, TABLE_NAME, 'restored');
    const version = await readyToRetire(table);
    await lose(table.keys);
    await table.sweep('retire', { pages: moment });
    const report = await bring();
    expect(report.connect_again).toBe(table.keys.length);
    const next = await table.sweep('retire');
    expect(next).toMatchObject({ old: 2 * table.keys.length, retired: { refused: 'in_use' } });
    await retireAtLast();
    expect(await table.rotation.dataKeys.read({ version: version - 1 })).toBeUndefined();
    await table.expectAllOpen();
  });

  it('of a retirement another one begins, and ends', async () => {
    const version = await readyToRetire(table);
    const other = () => table.sweep('retire').then(({ retired }) => expect(retired).toBeDefined());
    const { retired } = await table.sweep('retire', { rotation: interrupted(moment, other) });
    expect(retired).toBeDefined();
    expect(await table.rotation.dataKeys.read({ version: version - 1 })).toBeUndefined();
    await table.expectAllOpen();
  });
});

async function lose(keys: SweptTable['keys']): Promise<void> {
  for (const { workspaceId, connectionId } of keys)
    await table.client.send(
      new DeleteItemCommand({
        TableName: TABLE_NAME,
        Key: { pk: { S: `conn#${workspaceId}` }, sk: { S: connectionId } },
      }),
    );
}

function bring(patch: (tables: ReturnType<SweptTable['lostAndRestored']>) => void = () => undefined) {
  const tables = table.lostAndRestored();
  patch(tables);
  return bringBack({ ...table.rotation, ...tables }, memoryCursors());
}

describe('T087 while rows come back', () => {
  /** A restore whose process dies when it has added the first row. */
  const brokenOff = () =>
    bring(({ live }) => {
      const { add } = live.connections;
      live.connections = {
        ...live.connections,
        add: async (...given) => {
          await add(...given);
          throw new Error('broken off');
        },
      };
    });
  const mark = (): Promise<Restoring | undefined> => table.rotation.restoring.read({});

  it('no key goes until a restore has come to its end', async () => {
    await copyTable(table.client, TABLE_NAME, 'restored');
    await readyToRetire(table);
    await lose(table.keys);
    await expect(brokenOff()).rejects.toThrow('broken off');
    expect((await table.sweep('retire')).retired).toEqual({ refused: 'restored' });
    await bring();
    expect((await mark())?.state).toBe('ended');
    await retireAtLast();
    await table.expectAllOpen();
  });

  it('the end of one restore is not the end of another', async () => {
    await copyTable(table.client, TABLE_NAME, 'restored');
    await readyToRetire(table);
    await bring(({ restored }) => {
      const { page } = restored;
      let isFirst = true;
      restored.page = async (at) => {
        if (isFirst) {
          isFirst = false;
          await lose(table.keys);
          await expect(brokenOff()).rejects.toThrow('broken off');
        }
        return page(at);
      };
    });
    expect((await mark())?.state).toBe('running');
  });

  it.each(['before', 'after'])(
    'a restore that begins right %s a key is deleted does not lose it',
    async (when) => {
      await copyTable(table.client, TABLE_NAME, 'restored');
      const version = await readyToRetire(table);
      await lose(table.keys);
      const { dataKeys } = table.rotation;
      const deleting: typeof dataKeys = {
        ...dataKeys,
        async delete(...given) {
          if (when === 'before') await bring();
          const isDeleted = await dataKeys.delete(...given);
          if (when === 'after') await bring();
          return isDeleted;
        },
      };
      expect((await table.sweep('retire', { rotation: { dataKeys: deleting } })).retired).toEqual({
        refused: 'restored',
      });
      expect(await dataKeys.read({ version: version - 1 })).toBeDefined();
      await table.expectAllOpen();
      await retireAtLast();
      await table.expectAllOpen();
    },
  );
});
