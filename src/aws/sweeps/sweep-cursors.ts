/** The stores of what sweeps leave in the table: their cursors, and the mark that rows come back. */
import type { RestoringStore, SweepCursorStore } from '../../broker/stores.ts';
import { DamagedItem } from '../table/decode.ts';
import { restoringItem, sweepItem } from '../table/item-keys.ts';
import { records } from '../table/records.ts';
import { RESTORING_MARK, SWEEP_CURSOR } from '../table/shapes.ts';
import type { Table } from '../table/table.ts';

/** Cursors of sweeps, one for each segment. A damaged one is none: the segment begins at its first page. */
export function sweepCursorStore(table: Table): SweepCursorStore {
  const store = records(table, sweepItem, SWEEP_CURSOR);
  return { ...store, read: (key) => unless(store.read(key), undefined) };
}

/** The mark that rows come back out of a restored table. A damaged one says that they do, until a restore writes it anew. */
export function restoringStore(table: Table): RestoringStore {
  const store = records(table, restoringItem, RESTORING_MARK);
  return { ...store, read: () => unless(store.read({}), { id: 'damaged', state: 'running' }) };
}

async function unless<Result>(read: Promise<Result>, damaged: Result): Promise<Result> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DamagedItem) return damaged;
    throw error;
  }
}
