/** The store of what was seen of the tools of servers. */
import type { SeenToolsStore, ServerKey } from '../../broker/stores.ts';
import { decode } from './decode.ts';
import { seenToolsItem, seenToolsPartition } from './item-keys.ts';
import { partition, queryAll } from './query.ts';
import { records } from './records.ts';
import { ITEM_KEY, SEEN_TOOLS } from './shapes.ts';
import type { Table } from './table.ts';

/** One item for each server of each workspace whose tools were listed. */
export function seenToolsStore(table: Table): SeenToolsStore {
  return { ...records(table, seenToolsItem, SEEN_TOOLS), of: (workspaceId) => of(table, workspaceId) };
}

/** Also rows that do not decode: whoever removes all must find them, and their keys suffice. */
async function of(table: Table, workspaceId: string): Promise<{ key: ServerKey }[]> {
  const where = partition(seenToolsPartition(workspaceId));
  const items = await queryAll(table, { where, attributes: [], consistent: true });
  return items.map((item) => ({ key: { workspaceId, serverId: decode(ITEM_KEY, item).sk } }));
}
