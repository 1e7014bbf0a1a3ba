/** The store of activity entries. */
import type { ActivityStore } from '../../broker/stores.ts';
import { activityItem } from './item-keys.ts';
import { records } from './records.ts';
import { ACTIVITY } from './shapes.ts';
import type { Table } from './table.ts';

/** Activity of all workspaces. The dashboard reads it through public-reads.ts. */
export function activityStore(table: Table): ActivityStore {
  return records(table, activityItem, ACTIVITY);
}
