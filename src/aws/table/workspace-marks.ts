/** Marks of workspaces that are being deleted. */
import type { WorkspaceMarks } from '../../broker/stores.ts';
import { workspaceMarkItem } from './item-keys.ts';
import { records } from './records.ts';
import { WORKSPACE_MARK } from './shapes.ts';
import type { Table } from './table.ts';

/** Each lies in its workspace's connection partition, so the rights on connections cover it. */
export function workspaceMarks(table: Table): WorkspaceMarks {
  return records(table, workspaceMarkItem, WORKSPACE_MARK);
}
