/** Reads the rows of a restored table that bring-back.ts can add to the live table. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { RestoredPage, RestoredRow } from '../../broker/restore/restored-rows.ts';
import type { SegmentPosition } from '../../broker/sweep/segment-cursor.ts';
import { PARTITION, WORKSPACE_DELETED } from '../../contract/table.ts';
import { DamagedItem, decode } from '../table/decode.ts';
import {
  appPolicyItem,
  connectionItem,
  connectionKeyOf,
  dataKeyItem,
  type ItemKey,
  oauthAppKeyOf,
  serverItem,
  workspaceMarkItem,
} from '../table/item-keys.ts';
import {
  APP_POLICY,
  CONNECTION,
  DATA_KEY,
  ITEM_KEY,
  OAUTH_APP,
  SERVER,
  WORKSPACE_MARK,
} from '../table/shapes.ts';
import type { Item, Table } from '../table/table.ts';
import { segmentOf } from './segment.ts';

/** One page of a segment's rows. */
export async function restoredPage({ client, tableName }: Table, at: SegmentPosition): Promise<RestoredPage> {
  const command = new ScanCommand({ TableName: tableName, ...segmentOf(at) });
  const { Items = [], LastEvaluatedKey } = await client.send(command);
  const rows: RestoredRow[] = [];
  let damaged = 0;
  for (const item of Items)
    try {
      const row = rowOf(item);
      if (row) rows.push(row);
    } catch (error) {
      if (!(error instanceof DamagedItem) && !(error instanceof TypeError)) throw error;
      damaged++;
    }
  return { rows, damaged, ...(LastEvaluatedKey && { next: decode(ITEM_KEY, LastEvaluatedKey) }) };
}

/**
 * The row in an item. Undefined for items that are not restored: consents under way, records of calls, activity, and names of
 * people, so that who was erased stays erased. Throws TypeError for a malformed key, because each branch builds the key again.
 */
function rowOf(item: Item): RestoredRow | undefined {
  const at = decode(ITEM_KEY, item);
  if (at.pk.startsWith(PARTITION.connection)) return connectionRow(at, item);
  if (at.pk.startsWith(PARTITION.oauthApp))
    return { type: 'oauthApp', key: oauthAppKeyOf(at), record: decode(OAUTH_APP, item) };
  if (at.pk.startsWith(PARTITION.server)) return serverRow(at, item);
  if (at.pk.startsWith(PARTITION.appPolicy)) return appPolicyRow(at, item);
  if (at.pk !== PARTITION.dataKey) return undefined;
  const key = { version: Number(at.sk) };
  dataKeyItem(key);
  return { type: 'dataKey', key, record: decode(DATA_KEY, item) };
}

function connectionRow(at: ItemKey, item: Item): RestoredRow {
  const key = connectionKeyOf(at);
  const { workspaceId } = key;
  if (at.sk === WORKSPACE_DELETED) {
    workspaceMarkItem({ workspaceId });
    return { type: 'workspaceMark', key: { workspaceId }, record: decode(WORKSPACE_MARK, item) };
  }
  connectionItem(key);
  return { type: 'connection', key, record: decode(CONNECTION, item) };
}

function appPolicyRow({ pk }: ItemKey, item: Item): RestoredRow {
  const key = { workspaceId: pk.slice(PARTITION.appPolicy.length) };
  appPolicyItem(key);
  return { type: 'appPolicy', key, record: decode(APP_POLICY, item) };
}

function serverRow({ pk, sk }: ItemKey, item: Item): RestoredRow {
  const key = { workspaceId: pk.slice(PARTITION.server.length), serverId: sk };
  serverItem(key);
  return { type: 'server', key, record: decode(SERVER, item) };
}
