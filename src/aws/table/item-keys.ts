/**
 * Builds all keys of the tables. A part that does not match its grammar is refused, so that two different keys never name the
 * same item (T061, T080).
 */
import { parseAppKey } from '../../broker/apps/app-key.ts';
import { callBucketOf } from '../../broker/call-bucket.ts';
import { GRANT_MARK_KINDS } from '../../broker/records.ts';
import type {
  ActKey,
  AppKey,
  CallBucket,
  ClientHolderKey,
  ConnectionKey,
  GrantMarkKey,
  PersonKey,
  ServerKey,
  StepUpKey,
  SweepCursorKey,
  ToolCallKey,
} from '../../broker/stores.ts';
import {
  CONNECTION_ID,
  is,
  PROVIDER_ID,
  SERVER_ID,
  STORED_APP_OWNER,
  STORED_WORKSPACE,
  TOKEN_256,
  UUID_V7,
} from '../../contract/identifiers.ts';
import {
  CALL_BUCKETS,
  CALL_PARTITION,
  ONLY,
  PARTITION,
  type PARTITION_KEY,
  RESTORING,
  type SORT_KEY,
  SWEEP_KINDS,
  WORKSPACE_DELETED,
} from '../../contract/table.ts';

export type ItemKey = Record<typeof PARTITION_KEY | typeof SORT_KEY, string>;

/** Separators and control characters. They are refused even if a grammar allows them by mistake. */
const NEVER = /[#/]|\p{Cc}/u;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** DynamoDB compares sort keys as strings. Zero-padded numbers then sort like numbers. */
const VERSION_DIGITS = 10;

function part(field: string, grammar: RegExp, value: string): string {
  if (!is(grammar, value) || NEVER.test(value)) throw malformed(field);
  return value;
}

/** The message names the field and not its value, which may be hostile, or a secret in the wrong place. */
function malformed(field: string): TypeError {
  return new TypeError(`${field} is not well formed`);
}

function padded(version: number): string {
  if (!Number.isInteger(version) || version < 0 || version >= 10 ** VERSION_DIGITS)
    throw malformed('version');
  return String(version).padStart(VERSION_DIGITS, '0');
}

/** The partition of a workspace's connections and of its mark. */
export function connectionPartition(workspaceId: string): string {
  return PARTITION.connection + part('workspaceId', STORED_WORKSPACE, workspaceId);
}

/** The key of a connection's item. */
export function connectionItem({ workspaceId, connectionId }: ConnectionKey): ItemKey {
  return { pk: connectionPartition(workspaceId), sk: part('connectionId', CONNECTION_ID, connectionId) };
}

/** The inverse of {@link connectionItem}, for keys that DynamoDB returned. */
export function connectionKeyOf({ pk, sk }: ItemKey): ConnectionKey {
  return { workspaceId: pk.slice(PARTITION.connection.length), connectionId: sk };
}

/** The key of the mark of a deleted workspace. */
export function workspaceMarkItem({ workspaceId }: { workspaceId: string }): ItemKey {
  return { pk: connectionPartition(workspaceId), sk: WORKSPACE_DELETED };
}

/** The key of a consent session's item. */
export function consentSessionItem({ sessionId }: { sessionId: string }): ItemKey {
  return { pk: PARTITION.consentSession + part('sessionId', TOKEN_256, sessionId), sk: ONLY };
}

/** The partition of an owner's OAuth apps. */
export function oauthAppPartition(owner: string): string {
  return PARTITION.oauthApp + part('owner', STORED_APP_OWNER, owner);
}

/** The prefix of the sort keys of all versions of one provider's app. `google#` does not match `google-x#`. */
export function oauthAppPrefix(provider: string): string {
  return `${part('provider', PROVIDER_ID, provider)}#`;
}

/** The key of one version of an OAuth app. */
export function oauthAppItem({ owner, provider, version }: AppKey): ItemKey {
  return { pk: oauthAppPartition(owner), sk: oauthAppPrefix(provider) + padded(version) };
}

/** The inverse of {@link oauthAppItem}. Throws TypeError if a part is malformed. */
export function oauthAppKeyOf({ pk, sk }: ItemKey): AppKey {
  const [provider = '', version = ''] = sk.split('#');
  const key = { owner: pk.slice(PARTITION.oauthApp.length), provider, version: Number(version) };
  if (oauthAppItem(key).sk !== sk) throw malformed('version');
  return key;
}

/** The partition of the servers that a workspace registered. */
export function serverPartition(workspaceId: string): string {
  return PARTITION.server + part('workspaceId', STORED_WORKSPACE, workspaceId);
}

/** The key of a registered server's item. */
export function serverItem(key: { workspaceId: string; serverId: string }): ItemKey {
  return { pk: serverPartition(key.workspaceId), sk: part('serverId', SERVER_ID, key.serverId) };
}

/** The key of a workspace's choice of OAuth apps. */
export function appPolicyItem({ workspaceId }: { workspaceId: string }): ItemKey {
  return { pk: PARTITION.appPolicy + part('workspaceId', STORED_WORKSPACE, workspaceId), sk: ONLY };
}

/** The key of an app's health. Only this key contains `/`: `owner/provider/version`, each part in its own grammar. */
export function appHealthItem({ appKey }: { appKey: string }): ItemKey {
  if (!parseAppKey(appKey)) throw malformed('appKey');
  return { pk: PARTITION.appHealth + appKey, sk: ONLY };
}

/** The key of a workspace's places. */
export function placesItem({ workspaceId }: { workspaceId: string }): ItemKey {
  return { pk: PARTITION.places + part('workspaceId', STORED_WORKSPACE, workspaceId), sk: ONLY };
}

/** The key of a data key. All data keys share a partition, so that one query finds the newest. */
export function dataKeyItem({ version }: { version: number }): ItemKey {
  return { pk: PARTITION.dataKey, sk: padded(version) };
}

/** The partition of some of a workspace's calls of one day, in the table of calls. `day` is `YYYY-MM-DD`. */
export function toolCallPartition({ workspaceId, day, bucket }: CallBucket): string {
  const workspace = part('workspaceId', STORED_WORKSPACE, workspaceId);
  if (!DAY.test(day)) throw malformed('day');
  if (!Number.isInteger(bucket) || bucket < 0 || bucket >= CALL_BUCKETS) throw malformed('bucket');
  return `${CALL_PARTITION}${workspace}#${day}#${bucket.toString(CALL_BUCKETS)}`;
}

/** The key of a tool call's record. Ids are UUIDv7, so the records of a partition sort by the time of their ids. */
export function toolCallItem({ operationId, ...at }: ToolCallKey): ItemKey {
  const sk = part('operationId', UUID_V7, operationId);
  return { pk: toolCallPartition({ ...at, bucket: callBucketOf(sk) }), sk };
}

/** The key of a counter of acts. Its windows share a partition. */
export function actsItem({ counter, window }: ActKey): ItemKey {
  return { pk: PARTITION.acts + part('counter', TOKEN_256, counter), sk: padded(window) };
}

/** The partition of what is under way at an OAuth client. `clientKey` is a SHA-256 in base64url. */
export function grantMarkPartition(clientKey: string): string {
  if (!TOKEN_256.test(clientKey)) throw malformed('clientKey');
  return PARTITION.grantMark + clientKey;
}

/** The prefix of the sort keys of one kind of mark. No kind begins like another. */
export function grantMarkPrefix(kind: GrantMarkKey['kind']): string {
  if (!GRANT_MARK_KINDS.includes(kind)) throw malformed('kind');
  return `${kind}#`;
}

/** The key of a mark. Ids are UUIDv7, so the marks of a kind sort by time. */
export function grantMarkItem({ clientKey, kind, id }: GrantMarkKey): ItemKey {
  return { pk: grantMarkPartition(clientKey), sk: grantMarkPrefix(kind) + activityId(id) };
}

/** The partition of the holders of an OAuth client. */
export function clientHolderPartition(clientKey: string): string {
  return PARTITION.clientHolder + part('clientKey', TOKEN_256, clientKey);
}

/** The key of one holder of an OAuth client. */
export function clientHolderItem({ clientKey, owner }: ClientHolderKey): ItemKey {
  return { pk: clientHolderPartition(clientKey), sk: part('owner', STORED_APP_OWNER, owner) };
}

/** The key of what a server asked for beyond a connection's scopes. Neither part can contain the `/` between them. */
export function stepUpItem({ workspaceId, connectionId, serverId }: StepUpKey): ItemKey {
  return {
    pk: PARTITION.stepUp + part('workspaceId', STORED_WORKSPACE, workspaceId),
    sk: `${part('connectionId', CONNECTION_ID, connectionId)}/${part('serverId', SERVER_ID, serverId)}`,
  };
}

/** The partition of what was seen of the tools of a workspace's servers. */
export function seenToolsPartition(workspaceId: string): string {
  return PARTITION.seenTools + part('workspaceId', STORED_WORKSPACE, workspaceId);
}

/** The key of what was seen of one server's tools. */
export function seenToolsItem({ workspaceId, serverId }: ServerKey): ItemKey {
  return { pk: seenToolsPartition(workspaceId), sk: part('serverId', SERVER_ID, serverId) };
}

/** The partition of the people of a workspace. */
export function personPartition(workspaceId: string): string {
  return PARTITION.person + part('workspaceId', STORED_WORKSPACE, workspaceId);
}

/** The key of a person's item. */
export function personItem({ workspaceId, personId }: PersonKey): ItemKey {
  return { pk: personPartition(workspaceId), sk: part('personId', TOKEN_256, personId) };
}

/** The key of the cursor of one segment of a sweep. */
export function sweepItem({ kind, segment }: SweepCursorKey): ItemKey {
  if (!SWEEP_KINDS.includes(kind)) throw malformed('kind');
  return { pk: PARTITION.sweep + kind, sk: padded(segment) };
}

/** The key of the mark that rows come back out of a restored table. */
export function restoringItem(): ItemKey {
  return { pk: PARTITION.sweep + RESTORING, sk: ONLY };
}

/** The partition of a workspace's activity. */
export function activityPartition(workspaceId: string): string {
  return PARTITION.activity + part('workspaceId', STORED_WORKSPACE, workspaceId);
}

/** The key of an activity entry. Ids are UUIDv7, so entries sort by time. */
export function activityItem({ workspaceId, id }: { workspaceId: string; id: string }): ItemKey {
  return { pk: activityPartition(workspaceId), sk: activityId(id) };
}

/** The id, if it is well formed; throws TypeError otherwise. */
export function activityId(id: string): string {
  return part('id', UUID_V7, id);
}
