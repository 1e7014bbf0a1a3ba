/** The store of the environment's wrapped data keys. */

import type { DataKeyRecord } from '../../broker/records.ts';
import type { DataKeyStore } from '../../broker/stores.ts';
import { PARTITION } from '../../contract/table.ts';
import { decode } from './decode.ts';
import { dataKeyItem } from './item-keys.ts';
import { partition, queryFirst } from './query.ts';
import { records } from './records.ts';
import { DATA_KEY } from './shapes.ts';
import type { Table } from './table.ts';

/** Wrapped data keys. They are in one partition, in the order of their versions. */
export function dataKeyStore(table: Table): DataKeyStore {
  return { ...records(table, dataKeyItem, DATA_KEY), newest: () => newest(table) };
}

async function newest(table: Table): Promise<DataKeyRecord | undefined> {
  const where = partition(PARTITION.dataKey);
  const { items } = await queryFirst(table, 1, { where, consistent: true, newestFirst: true });
  return items[0] && decode(DATA_KEY, items[0]);
}
