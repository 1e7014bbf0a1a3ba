/** Connections, with the two indexes over them. */
import { dueShardOf } from '../../broker/due-shard.ts';
import type { ConnectionKey, ConnectionStore, DueItem, Keyed } from '../../broker/ports.ts';
import type { Connection } from '../../broker/records.ts';
import { ACCOUNT_INDEX, DUE_INDEX, SORT_KEY, WORKSPACE_DELETED } from '../../contract/table.ts';
import { decode, decodeMany } from './decode.ts';
import { connectionItem, connectionKeyOf, connectionPartition } from './item-keys.ts';
import { partition, type Query, queryAll, queryFirst } from './query.ts';
import { records } from './records.ts';
import { CONNECTION, ITEM_KEY, type Shape } from './shapes.ts';
import type { Item, Table } from './table.ts';

/** Connections of every workspace of the environment. */
export function connectionStore(table: Table): ConnectionStore {
  return {
    ...records(table, connectionItem, CONNECTION),
    list: (workspaceId) => list(table, workspaceId),
    due: (shard, before, limit) => due(table, limit, { shard, before }),
    sharingAccount: (accountKey) => sharingAccount(table, accountKey),
  };
}

/** The condition of a workspace's connections without its mark: ids begin with a letter, which sorts after `#`. */
export function connectionsOf(workspaceId: string): Query['where'] {
  const wholePartition = partition(connectionPartition(workspaceId));
  return (at) => `${wholePartition(at)} AND ${at.name(SORT_KEY)} > ${at.value(WORKSPACE_DELETED)}`;
}

/** The key of a connection's item; every index projects it. */
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

const DUE: Shape<Omit<DueItem, 'key'>> = { dueAt: 'N', appKey: 'S' };

async function due(
  table: Table,
  limit: number,
  input: { shard: number; before: number },
): Promise<DueItem[]> {
  const { items } = await queryFirst(table, limit, {
    index: DUE_INDEX.name,
    where: (at) =>
      `${at.name(DUE_INDEX.partition)} = ${at.value(dueShardOf(input.shard))} AND ` +
      `${at.name(DUE_INDEX.sort)} <= ${at.value(input.before)}`,
  });
  return decodeMany(table, items, {
    one: (item) => ({ key: connectionKeyIn(item), ...decode(DUE, item) }),
    fields: {},
  });
}

async function sharingAccount(table: Table, accountKey: string): Promise<ConnectionKey[]> {
  const items = await queryAll(table, {
    index: ACCOUNT_INDEX.name,
    where: (at) => `${at.name(ACCOUNT_INDEX.partition)} = ${at.value(accountKey)}`,
  });
  return items.map(connectionKeyIn);
}
