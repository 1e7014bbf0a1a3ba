/** The store of connections, with its two indexes. */
import { dueShardOf } from '../../broker/connection/due-shard.ts';
import type { Connection } from '../../broker/records.ts';
import type {
  ConnectionKey,
  ConnectionStore,
  DueItem,
  DuePage,
  DuePosition,
  Keyed,
} from '../../broker/stores.ts';
import { ACCOUNT_INDEX, DUE_INDEX, SORT_KEY, WORKSPACE_DELETED } from '../../contract/table.ts';
import { decode, decodeMany } from './decode.ts';
import { connectionItem, connectionKeyOf, connectionPartition } from './item-keys.ts';
import { partition, type Query, queryAll, queryFirst } from './query.ts';
import { records } from './records.ts';
import { CONNECTION, ITEM_KEY, type Shape } from './shapes.ts';
import type { Item, Table } from './table.ts';

/** Connections of all workspaces of the environment. */
export function connectionStore(table: Table): ConnectionStore {
  return {
    ...records(table, connectionItem, CONNECTION),
    list: (workspaceId) => list(table, workspaceId),
    due: (shard, page) => due(table, dueShardOf(shard), page),
    sharingAccount: (accountKey) => sharingAccount(table, accountKey),
  };
}

/** The key condition of a workspace's connections without its mark: an id begins with a letter, which sorts after `#`. */
export function connectionsOf(workspaceId: string): Query['where'] {
  const wholePartition = partition(connectionPartition(workspaceId));
  return (at) => `${wholePartition(at)} AND ${at.name(SORT_KEY)} > ${at.value(WORKSPACE_DELETED)}`;
}

/** The key of the connection in an item. Every index projects it. */
export function connectionKeyIn(item: Item): ConnectionKey {
  return connectionKeyOf(decode(ITEM_KEY, item));
}

async function list(table: Table, workspaceId: string): Promise<Keyed<ConnectionKey, Connection>[]> {
  const items = await queryAll(table, { where: connectionsOf(workspaceId), consistent: true });
  return decodeMany(table, items, {
    one: (item) => ({ key: connectionKeyIn(item), record: decode(CONNECTION, item) }),
    fields: { workspaceId },
  });
}

const DUE: Shape<Omit<DueItem, 'key'>> = { dueAt: 'N', appKey: 'S', status: CONNECTION.status };

async function due(
  table: Table,
  shard: string,
  { before, limit, after }: Parameters<ConnectionStore['due']>[1],
): Promise<DuePage> {
  const { items, last } = await queryFirst(table, limit, {
    index: DUE_INDEX.name,
    where: (at) =>
      `${at.name(DUE_INDEX.partition)} = ${at.value(shard)} AND ` +
      `${at.name(DUE_INDEX.sort)} <= ${at.value(before)}`,
    after: after && {
      ...connectionItem(after.key),
      [DUE_INDEX.partition]: shard,
      [DUE_INDEX.sort]: after.dueAt,
    },
  });
  const decoded = decodeMany(table, items, {
    one: (item) => ({ key: connectionKeyIn(item), ...decode(DUE, item) }),
    fields: {},
  });
  return last ? { items: decoded, next: positionOf(last) } : { items: decoded };
}

function positionOf(last: Item): DuePosition {
  return { key: connectionKeyIn(last), dueAt: Number(last[DUE_INDEX.sort]?.N) };
}

async function sharingAccount(table: Table, accountKey: string): Promise<ConnectionKey[]> {
  const items = await queryAll(table, {
    index: ACCOUNT_INDEX.name,
    where: (at) => `${at.name(ACCOUNT_INDEX.partition)} = ${at.value(accountKey)}`,
  });
  return items.map(connectionKeyIn);
}
