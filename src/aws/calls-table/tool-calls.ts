/** The store of tool calls: each record makes its operation id single-use, and is the audit record of the injection. */
import type { ToolCallStore } from '../../broker/stores.ts';
import { toolCallItem } from '../table/item-keys.ts';
import { records } from '../table/records.ts';
import { TOOL_CALL } from '../table/shapes.ts';
import type { Table } from '../table/table.ts';

/** Tool calls. `table` is the table of calls. */
export function toolCallStore(table: Table): ToolCallStore {
  return records(table, toolCallItem, TOOL_CALL);
}
