/** Health of OAuth apps. */
import type { AppHealthStore } from '../../broker/stores.ts';
import { appHealthItem } from './item-keys.ts';
import { records } from './records.ts';
import { APP_HEALTH } from './shapes.ts';
import type { Table } from './table.ts';

/** Pauses and alerts of OAuth apps, one item a version. */
export function appHealthStore(table: Table): AppHealthStore {
  return records(table, appHealthItem, APP_HEALTH);
}
