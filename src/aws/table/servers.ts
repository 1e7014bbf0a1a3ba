/** The store of registered MCP servers. */
import type { ServerStore } from '../../broker/stores.ts';
import { serverItem } from './item-keys.ts';
import { records } from './records.ts';
import { SERVER } from './shapes.ts';
import type { Table } from './table.ts';

/** MCP servers that workspaces registered themselves. */
export function serverStore(table: Table): ServerStore {
  return records(table, serverItem, SERVER);
}
