/**
 * Every key of the table, made here and nowhere else. A part outside its grammar is refused, so two different keys can
 * never meet in one item, whatever a caller passes (threats T061, T080).
 */
import { parseAppKey } from '../../broker/apps/app-key.ts';
import type { AppKey, ConnectionKey } from '../../broker/stores.ts';
import {
  AppOwner,
  ConnectionId,
  OperationId,
  ProviderId,
  ServerId,
  SessionId,
  WorkspaceId,
} from '../../contract/identifiers.ts';
import {
  ONLY,
  PARTITION,
  type PARTITION_KEY,
  type SORT_KEY,
  WORKSPACE_DELETED,
} from '../../contract/table.ts';

export type ItemKey = Record<typeof PARTITION_KEY | typeof SORT_KEY, string>;

interface Grammar {
  safeParse(value: unknown): { success: boolean };
}

/** Separators and control characters, refused even if a grammar should one day let them through. */
const NEVER = /[#/]|\p{Cc}/u;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** Sort keys are compared as strings: zero-padded, the order of the strings is the order of the numbers. */
const VERSION_DIGITS = 10;

function part(field: string, grammar: Grammar, value: string): string {
  if (!grammar.safeParse(value).success || NEVER.test(value)) throw malformed(field);
  return value;
}

/** Names the field, never its value: it may be hostile, and it may be a secret in the wrong place. */
function malformed(field: string): TypeError {
  return new TypeError(`${field} is not well formed`);
}

function padded(version: number): string {
  if (!Number.isInteger(version) || version < 0 || version >= 10 ** VERSION_DIGITS)
    throw malformed('version');
  return String(version).padStart(VERSION_DIGITS, '0');
}

/** All connections of a workspace, and its mark. */
export function connectionPartition(workspaceId: string): string {
  return PARTITION.connection + part('workspaceId', WorkspaceId, workspaceId);
}

export function connectionItem({ workspaceId, connectionId }: ConnectionKey): ItemKey {
  return { pk: connectionPartition(workspaceId), sk: part('connectionId', ConnectionId, connectionId) };
}

/** The inverse of {@link connectionItem}, for keys that DynamoDB answered. */
export function connectionKeyOf({ pk, sk }: ItemKey): ConnectionKey {
  return { workspaceId: pk.slice(PARTITION.connection.length), connectionId: sk };
}

export function workspaceMarkItem({ workspaceId }: { workspaceId: string }): ItemKey {
  return { pk: connectionPartition(workspaceId), sk: WORKSPACE_DELETED };
}

export function consentSessionItem({ sessionId }: { sessionId: string }): ItemKey {
  return { pk: PARTITION.consentSession + part('sessionId', SessionId, sessionId), sk: ONLY };
}

/** All apps of an owner. */
export function oauthAppPartition(owner: string): string {
  return PARTITION.oauthApp + part('owner', AppOwner, owner);
}

/** What the sort keys of all versions of one provider's app begin with; `google#` does not match `google-x#`. */
export function oauthAppPrefix(provider: string): string {
  return `${part('provider', ProviderId, provider)}#`;
}

export function oauthAppItem({ owner, provider, version }: AppKey): ItemKey {
  return { pk: oauthAppPartition(owner), sk: oauthAppPrefix(provider) + padded(version) };
}

/** The inverse of {@link oauthAppItem}. Throws where a part is not well formed. */
export function oauthAppKeyOf({ pk, sk }: ItemKey): AppKey {
  const [provider = '', version = ''] = sk.split('#');
  const key = { owner: pk.slice(PARTITION.oauthApp.length), provider, version: Number(version) };
  if (oauthAppItem(key).sk !== sk) throw malformed('version');
  return key;
}

/** All servers that a workspace registered. */
export function serverPartition(workspaceId: string): string {
  return PARTITION.server + part('workspaceId', WorkspaceId, workspaceId);
}

export function serverItem(key: { workspaceId: string; serverId: string }): ItemKey {
  return { pk: serverPartition(key.workspaceId), sk: part('serverId', ServerId, key.serverId) };
}

/** The one part that holds `/`: exactly `owner/provider/version`, each in its own grammar. */
export function appHealthItem({ appKey }: { appKey: string }): ItemKey {
  if (!parseAppKey(appKey)) throw malformed('appKey');
  return { pk: PARTITION.appHealth + appKey, sk: ONLY };
}

/** All data keys share a partition, so that one query finds the newest. */
export function dataKeyItem({ version }: { version: number }): ItemKey {
  return { pk: PARTITION.dataKey, sk: padded(version) };
}

/** `day` is `YYYY-MM-DD`. */
export function toolCallItem(key: { workspaceId: string; day: string; operationId: string }): ItemKey {
  const workspaceId = part('workspaceId', WorkspaceId, key.workspaceId);
  if (!DAY.test(key.day)) throw malformed('day');
  return {
    pk: `${PARTITION.toolCall}${workspaceId}#${key.day}`,
    sk: part('operationId', OperationId, key.operationId),
  };
}

/** All activity of a workspace. */
export function activityPartition(workspaceId: string): string {
  return PARTITION.activity + part('workspaceId', WorkspaceId, workspaceId);
}

/** Ids are UUIDv7: in the order of time. */
export function activityItem({ workspaceId, id }: { workspaceId: string; id: string }): ItemKey {
  return { pk: activityPartition(workspaceId), sk: activityId(id) };
}

/** The id itself, if it is one. */
export function activityId(id: string): string {
  return part('id', OperationId, id);
}
