/**
 * The two tables of an environment, the main one and that of calls: key grammar and the attribute names that the functions' IAM statements list
 * (`dynamodb:Attributes`), so that the policy and the code that it binds cannot drift apart.
 */

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';
/** DynamoDB TTL attribute, seconds since the epoch. Its deletion is late: expiry is always checked in code. */
export const TTL = 'ttl';
/** Marks the writer of an item's last conditional write, so that a retry of our own write is recognised. */
export const WRITE_ID = 'writeId';

/** Partition key prefixes. The item type comes first, so that `dynamodb:LeadingKeys` can separate rights by it. */
export const PARTITION = {
  connection: 'conn#',
  consentSession: 'consent#',
  oauthApp: 'app#',
  server: 'server#',
  appPolicy: 'policy#',
  appHealth: 'health#',
  dataKey: 'key#',
  activity: 'activity#',
  places: 'places#',
  acts: 'acts#',
  grantMark: 'grant#',
  stepUp: 'stepup#',
  clientHolder: 'holder#',
  person: 'person#',
  seenTools: 'tools#',
  sweep: 'sweep#',
} as const;
export type ItemType = keyof typeof PARTITION;

/**
 * Prefix of every partition key in the table of calls. It has no backups and no sealed bytes, so neither a recovery nor a
 * rotation of data keys reads it.
 */
export const CALL_PARTITION = 'call#';
/** A day's calls of a workspace are spread over so many partitions, by the hash of their ids. One takes 1,000 writes a second. */
export const CALL_BUCKETS = 16;

/** Sweeps of the rotation over the whole table. Each kind has cursors of its own. */
export const SWEEP_KINDS = ['reseal', 'retire', 'check'] as const;
export type SweepKind = (typeof SWEEP_KINDS)[number];
/** Partition of the mark that rows come back out of a restored table; other parts of `sweep#` are kinds of sweeps. */
export const RESTORING = 'restore';

/** Sort key of an item that is alone in its partition. */
export const ONLY = '-';
/** Sort key, in a workspace's connection partition, of the mark that the workspace is being deleted. */
export const WORKSPACE_DELETED = '#deleted';

export const DUE_INDEX = {
  name: 'due',
  partition: 'dueShard',
  sort: 'dueAt',
  projected: ['appKey', 'status'],
} as const;
export const ACCOUNT_INDEX = { name: 'account', partition: 'accountKey' } as const;
/** New entries go to `due#0` … `due#7`. Eight partitions carry about 8,000 index writes a second. */
export const DUE_SHARDS = 8;
/** The most shards that there ever were: all of these are read, so that a change of the number above loses nothing. */
export const DUE_SHARDS_READ = 16;
export const DUE_SHARD_PREFIX = 'due#';
/**
 * The places of a workspace: so many of its refreshes on demand may wait for slow endpoints at once. They are fewer than
 * the executions of token-refresh, so that one workspace cannot hold them all.
 */
export const PLACES = [
  'place0',
  'place1',
  'place2',
  'place3',
  'place4',
  'place5',
  'place6',
  'place7',
  'place8',
  'place9',
  'place10',
  'place11',
] as const;
export type PlaceName = (typeof PLACES)[number];
export const PLACES_OF_WORKSPACE = PLACES.length;

/** What the dashboard may know of a connection. No attribute here holds sealed bytes. */
export const CONNECTION_PUBLIC_ATTRIBUTES = [
  'provider',
  'appOwner',
  'appVersion',
  'clientId',
  'variables',
  'facts',
  'status',
  'reason',
  'accountLabel',
  'tenants',
  'choiceUntil',
  'tenantLabel',
  'displayName',
  'connectedBy',
  'connectedAt',
  'requestedScopes',
  'grantedScopes',
  'accessExpiresAt',
  'refreshExpiresAt',
  'idleUntil',
  'refreshedAt',
  'nextAttemptAt',
  'dueAt',
  'epoch',
  'generation',
  'lastUsedHour',
  'receipt',
] as const;
/** What says whether a call of a server would find a connection usable. */
export const CONNECTION_USE_ATTRIBUTES = [
  'status',
  'variables',
  'facts',
  'tenants',
  'grantedScopes',
  'accessExpiresAt',
  'nextAttemptAt',
] as const;
/** Of the mark of a deleted workspace. */
export const MARK_PUBLIC_ATTRIBUTES = ['endedAt'] as const;
/** An app's record without its sealed secret. */
export const OAUTH_APP_PUBLIC_ATTRIBUTES = [
  'uid',
  'provider',
  'version',
  'clientId',
  'variables',
  'custom',
  'remote',
  'lostAt',
  'deletingAt',
  'createdAt',
  'secretSetAt',
  'secretSetBy',
] as const;
/** A workspace's choice of OAuth apps, without its seal. */
export const APP_POLICY_ATTRIBUTES = ['allowed', 'chosenAt'] as const;
export const SERVER_ATTRIBUTES = [
  'uid',
  'registration',
  'url',
  'remote',
  'connectionId',
  'createdAt',
] as const;
/** What was seen of a server's tools, without the times of its changes. */
export const SEEN_TOOLS_ATTRIBUTES = ['seen', 'approved'] as const;
export const ACTIVITY_ATTRIBUTES = [
  'at',
  'type',
  'connectionId',
  'provider',
  'actor',
  'actorIssuer',
  'outcome',
  'server',
  'clientId',
  'version',
  'addressesBefore',
  'addressesAfter',
  'operation',
  'toolChanges',
  'toolsChanged',
] as const;
/** What a workspace keeps of a person's name. */
export const PERSON_ATTRIBUTES = ['issuer', 'subject', 'name', 'seenAt'] as const;
/** All of a call's record but the id of its write. */
export const CALL_ATTRIBUTES = [
  'at',
  'caller',
  'server',
  'tool',
  'connectionId',
  'hosts',
  'outcome',
  'missingScopes',
  'challengedScopes',
  'replayedAt',
  'trial',
  'connectionOf',
] as const;
/** What calls are counted by. */
export const CALL_NAMES = ['server', 'tool', 'connectionId', 'outcome'] as const;
/** The digest that envelopes of an item are bound to. rotate-data-key takes it as it is stored. */
export const DESTINATION = 'destination';
/** Where envelopes of the vault lie (docs/token-envelope.md), by item type. */
export const SEALED_ATTRIBUTES = {
  connection: ['sealedAccess', 'sealedRefresh'],
  consentSession: ['sealedVerifier'],
  oauthApp: ['seal', 'sealedSecret', 'sealedRegistration'],
  server: ['seal'],
  appPolicy: ['seal'],
} as const;
