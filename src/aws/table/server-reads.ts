/** The reads of token-injector for the list of a workspace's servers: Query alone, and no sealed attribute. */
import type {
  ConnectionKey,
  Keyed,
  PublicServer,
  ServerKey,
  ServerReads,
  UsableConnection,
} from '../../broker/stores.ts';
import { CONNECTION_USE_ATTRIBUTES, SERVER_ATTRIBUTES } from '../../contract/table.ts';
import { connectionKeyIn, connectionsOf } from './connections.ts';
import { decode, decodeMany } from './decode.ts';
import { serverPartition } from './item-keys.ts';
import { partition, queryAll } from './query.ts';
import { CONNECTION, ITEM_KEY, only, SERVER, type Shape } from './shapes.ts';
import type { Table } from './table.ts';

const PUBLIC_SERVER: Shape<PublicServer> = only(SERVER, SERVER_ATTRIBUTES);
const USABLE_CONNECTION: Shape<UsableConnection> = only(CONNECTION, CONNECTION_USE_ATTRIBUTES);

/** Strongly consistent, so that nobody misses a server or a connection of a moment ago. */
export function serverReads(table: Table): ServerReads {
  return {
    servers: (workspaceId) => servers(table, workspaceId),
    uses: (workspaceId) => uses(table, workspaceId),
  };
}

/** What the workspace stored for servers, in the order of their ids. A row that cannot be read is left out, and logged. */
export async function servers(table: Table, workspaceId: string): Promise<Keyed<ServerKey, PublicServer>[]> {
  const where = partition(serverPartition(workspaceId));
  const items = await queryAll(table, { where, attributes: SERVER_ATTRIBUTES, consistent: true });
  return decodeMany(table, items, {
    one: (item) => ({
      key: { workspaceId, serverId: decode(ITEM_KEY, item).sk },
      record: decode(PUBLIC_SERVER, item),
    }),
    fields: { workspaceId },
  });
}

async function uses(table: Table, workspaceId: string): Promise<Keyed<ConnectionKey, UsableConnection>[]> {
  const where = connectionsOf(workspaceId);
  const items = await queryAll(table, { where, attributes: CONNECTION_USE_ATTRIBUTES, consistent: true });
  return decodeMany(table, items, {
    one: (item) => ({ key: connectionKeyIn(item), record: decode(USABLE_CONNECTION, item) }),
    fields: { workspaceId },
  });
}
