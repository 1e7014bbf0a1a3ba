/** The store of the marks of deleted workspaces. */
import type { WorkspaceMarks } from '../../broker/stores.ts';
import { workspaceMarkItem } from './item-keys.ts';
import { records } from './records.ts';
import { WORKSPACE_MARK } from './shapes.ts';
import type { Table } from './table.ts';

/**
 * Marks of deleted workspaces. A mark is in its workspace's partition of connections, so the rights on connections
 * include it.
 */
export function workspaceMarks(table: Table): WorkspaceMarks {
  return records(table, workspaceMarkItem, WORKSPACE_MARK);
}
