/** What happened to connections. */
import type { ActivityStore } from '../../broker/stores.ts';
import { activityItem } from './item-keys.ts';
import { records } from './records.ts';
import { ACTIVITY } from './shapes.ts';
import type { Table } from './table.ts';

/** Activity of every workspace; the dashboard reads it through the public reads. */
export function activityStore(table: Table): ActivityStore {
  return records(table, activityItem, ACTIVITY);
}
