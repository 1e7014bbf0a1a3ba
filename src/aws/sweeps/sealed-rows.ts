/** Scans all items with envelopes of the vault, for the rotation of data keys. */
import { ConditionalCheckFailedException, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { SealedPage, SealedRow, SealedRows } from '../../broker/data-key/sealed-rows.ts';
import { LIMITS } from '../../broker/limits.ts';
import type { ItemPosition } from '../../broker/stores.ts';
import type { SegmentPosition } from '../../broker/sweep/segment-cursor.ts';
import { DESTINATION, PARTITION, PARTITION_KEY, SEALED_ATTRIBUTES, SORT_KEY } from '../../contract/table.ts';
import { placeholders } from '../table/expression.ts';
import {
  appPolicyItem,
  connectionItem,
  connectionKeyOf,
  consentSessionItem,
  oauthAppItem,
  serverItem,
} from '../table/item-keys.ts';
import type { Item, Table } from '../table/table.ts';
import { segmentOf } from './segment.ts';

const SEALED = [...new Set(Object.values(SEALED_ATTRIBUTES).flat())];

/** The port of the rotation. `replace` resolves with false if an envelope changed since the page was read. */
export function sealedRows(table: Table): SealedRows {
  return { page: (at) => page(table, at), replace: (row, sealed) => replace(table, row, sealed) };
}

async function page({ client, tableName }: Table, segment: SegmentPosition): Promise<SealedPage> {
  const at = placeholders();
  const names = [PARTITION_KEY, SORT_KEY, 'generation', DESTINATION, ...SEALED].map((attribute) =>
    at.name(attribute),
  );
  const command = new ScanCommand({
    TableName: tableName,
    ConsistentRead: true,
    Limit: LIMITS.sweepPage,
    // The IAM statement with `dynamodb:Attributes` requires `Select`.
    Select: 'SPECIFIC_ATTRIBUTES',
    ProjectionExpression: names.join(', '),
    FilterExpression: SEALED.map((attribute) => `attribute_exists(${at.name(attribute)})`).join(' OR '),
    ...at.used(),
    ...segmentOf(segment),
  });
  const { Items = [], LastEvaluatedKey } = await client.send(command);
  const rows = Items.flatMap((item) => rowOf(item) ?? []);
  const next = LastEvaluatedKey && positionOf(LastEvaluatedKey);
  return { rows, unknown: Items.length - rows.length, ...(next && { next }) };
}

function positionOf({ [PARTITION_KEY]: pk, [SORT_KEY]: sk }: Item): ItemPosition {
  return { pk: pk?.S ?? '', sk: sk?.S ?? '' };
}

/** Undefined for an item of unknown form. */
function rowOf(item: Item): SealedRow | undefined {
  const destination = item[DESTINATION]?.B;
  const row = destination && sealedRow(item);
  return row && { ...row, destination };
}

type UnboundRow = SealedRow extends infer Row
  ? Row extends SealedRow
    ? Omit<Row, 'destination'>
    : never
  : never;

function sealedRow(item: Item): UnboundRow | undefined {
  const position = positionOf(item);
  const { pk, sk } = position;
  if (pk.startsWith(PARTITION.connection)) {
    const sealed = sealedIn(item, SEALED_ATTRIBUTES.connection);
    const generation = Number(item.generation?.N);
    if (!sealed || !Number.isSafeInteger(generation)) return undefined;
    return { type: 'connection', key: connectionKeyOf(position), generation, sealed };
  }
  if (pk.startsWith(PARTITION.consentSession)) {
    const sealed = sealedIn(item, SEALED_ATTRIBUTES.consentSession);
    const sessionId = pk.slice(PARTITION.consentSession.length);
    return sealed && { type: 'consentSession', key: { sessionId }, sealed };
  }
  if (pk.startsWith(PARTITION.server)) {
    const sealed = sealedIn(item, SEALED_ATTRIBUTES.server);
    const key = { workspaceId: pk.slice(PARTITION.server.length), serverId: sk };
    return sealed && { type: 'server', key, sealed };
  }
  if (pk.startsWith(PARTITION.appPolicy)) {
    const sealed = sealedIn(item, SEALED_ATTRIBUTES.appPolicy);
    const key = { workspaceId: pk.slice(PARTITION.appPolicy.length) };
    return sealed && { type: 'appPolicy', key, sealed };
  }
  const [provider = '', version = ''] = sk.split('#');
  if (!pk.startsWith(PARTITION.oauthApp) || !/^[0-9]+$/.test(version)) return undefined;
  const sealed = sealedIn(item, SEALED_ATTRIBUTES.oauthApp);
  const key = { owner: pk.slice(PARTITION.oauthApp.length), provider, version: Number(version) };
  return sealed && { type: 'oauthApp', key, sealed };
}

/** The envelopes of an item. Undefined if it has an envelope attribute of another item type, or one that does not hold bytes. */
function sealedIn(item: Item, own: readonly string[]): Record<string, Uint8Array> | undefined {
  const present = SEALED.filter((attribute) => item[attribute] !== undefined);
  const entries = present.flatMap((attribute) => {
    const bytes = item[attribute]?.B;
    return bytes && own.includes(attribute) ? [[attribute, bytes] as const] : [];
  });
  return entries.length === present.length ? Object.fromEntries(entries) : undefined;
}

async function replace(
  { client, tableName }: Table,
  row: SealedRow,
  sealed: Record<string, Uint8Array>,
): Promise<boolean> {
  const at = placeholders();
  const { pk, sk } = itemOf(row);
  const assign = Object.entries(sealed).map(([name, bytes]) => `${at.name(name)} = ${at.value(bytes)}`);
  const tests = Object.entries(row.sealed).map(([name, bytes]) => `${at.name(name)} = ${at.value(bytes)}`);
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: { [PARTITION_KEY]: { S: pk }, [SORT_KEY]: { S: sk } },
    UpdateExpression: `SET ${assign.join(', ')}`,
    // If the SDK repeats an applied write, this condition fails. The next sweep then finds the row sealed anew.
    ConditionExpression: tests.join(' AND '),
    ...at.used(),
    ReturnValues: 'NONE',
  });
  try {
    await client.send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function itemOf(row: SealedRow) {
  switch (row.type) {
    case 'connection':
      return connectionItem(row.key);
    case 'consentSession':
      return consentSessionItem(row.key);
    case 'oauthApp':
      return oauthAppItem(row.key);
    case 'server':
      return serverItem(row.key);
    case 'appPolicy':
      return appPolicyItem(row.key);
  }
}
