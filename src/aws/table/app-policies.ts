/** The store of the choices of workspaces. */
import type { AppPolicyStore } from '../../broker/stores.ts';
import { appPolicyItem } from './item-keys.ts';
import { records } from './records.ts';
import { APP_POLICY } from './shapes.ts';
import type { Table } from './table.ts';

/** Which OAuth apps each workspace chose to allow; a workspace has one item. */
export function appPolicyStore(table: Table): AppPolicyStore {
  return records(table, appPolicyItem, APP_POLICY);
}
