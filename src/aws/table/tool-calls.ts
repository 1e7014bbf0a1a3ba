/** Single-use marks and audit records of injections. */
import type { ToolCallStore } from '../../broker/stores.ts';
import { toolCallItem } from './item-keys.ts';
import { records } from './records.ts';
import { TOOL_CALL } from './shapes.ts';
import type { Table } from './table.ts';

/** Tool calls, one partition a workspace and day. */
export function toolCallStore(table: Table): ToolCallStore {
  return records(table, toolCallItem, TOOL_CALL);
}
