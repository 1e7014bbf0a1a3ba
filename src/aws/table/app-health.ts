/** The store of the health of OAuth apps. */
import type { AppHealthStore } from '../../broker/stores.ts';
import { appHealthItem } from './item-keys.ts';
import { records } from './records.ts';
import { APP_HEALTH } from './shapes.ts';
import type { Table } from './table.ts';

/** Pauses and alerts of OAuth apps; each version of an app has one item. */
export function appHealthStore(table: Table): AppHealthStore {
  return records(table, appHealthItem, APP_HEALTH);
}
