/** The store of tool calls: each record makes its operation id single-use, and is the audit record of the injection. */
import type { ToolCallStore } from '../../broker/stores.ts';
import { toolCallItem } from './item-keys.ts';
import { records } from './records.ts';
import { TOOL_CALL } from './shapes.ts';
import type { Table } from './table.ts';

/** Tool calls. `table` is the table of calls. */
export function toolCallStore(table: Table): ToolCallStore {
  return records(table, toolCallItem, TOOL_CALL);
}
