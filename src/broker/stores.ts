/** The stores of the use cases: records behind conditional writes, and reads. */
import type { ConnectionStatus } from '../contract/statuses.ts';
import type { CALL_NAMES } from '../contract/table.ts';
import type {
  Activity,
  AppHealth,
  AppPolicy,
  Connection,
  ConsentSession,
  DataKeyRecord,
  GrantMark,
  GrantMarkKind,
  OAuthApp,
  Places,
  ServerRecord,
  StepUp,
  ToolCall,
} from './records.ts';

/** A test of one attribute, part of the condition of a write. */
export type Test<V> =
  | { is: V }
  | { isOneOf: readonly V[] }
  | { absent: true }
  | { absentOrAtMost: number }
  | { moreThan: number };

/** Every named attribute must pass its test, or the write changes nothing. */
export type Expectation<R> = { [K in keyof R]?: Test<NonNullable<R[K]>> };

/** One conditional write of some attributes. */
export interface Change<R> {
  expect: Expectation<R>;
  /** `undefined` removes the attribute. */
  set: { [K in keyof R]?: R[K] | undefined };
  /** Unique per intended write. A retry under the same id succeeds again and changes nothing more. */
  writeId: string;
  /** When the table may delete the item, in milliseconds since the epoch. */
  forgetAt?: number;
}

/** A whole new record. `writeId` and `forgetAt` mean the same as in {@link Change}. */
export interface Addition<R> extends Pick<Change<R>, 'writeId' | 'forgetAt'> {
  record: { [K in keyof R]: R[K] | undefined };
}

/** Records of one item type, by `Key`. */
export interface Records<Key, R> {
  /** Strongly consistent. Undefined: the item does not exist. */
  read(key: Key): Promise<R | undefined>;
  /** Adds one item. False: the item existed, and nothing changed. */
  add(key: Key, addition: Addition<R>): Promise<boolean>;
  /** Writes one item under a condition. False: the expectation did not hold, and nothing changed. */
  change(key: Key, change: Change<R>): Promise<boolean>;
  /** Deletes the item if the expectation holds. False: it did not hold. An absent item counts as deleted. */
  delete(key: Key, expect: Expectation<R>): Promise<boolean>;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** The position of the next page. Absent on the last page. */
  next?: string;
}

/** Identifies a connection. */
export interface ConnectionKey {
  workspaceId: string;
  connectionId: string;
}

/** A record with its key. */
export type Keyed<Key, R> = { key: Key; record: R };

/** Connections, with the due index and the account index. */
export interface ConnectionStore extends Records<ConnectionKey, Connection> {
  /** All connections of a workspace with every attribute, strongly consistent. */
  list(workspaceId: string): Promise<Keyed<ConnectionKey, Connection>[]>;
  /**
   * A page of the items of one shard due at or before `before`, soonest first. Eventually consistent: only
   * the item itself is reliable. `after` is the `next` of the page before.
   */
  due(shard: number, page: { before: number; limit: number; after?: DuePosition }): Promise<DuePage>;
  /** Connections with tokens of this account and client. Eventually consistent: only the item itself is reliable. */
  sharingAccount(accountKey: string): Promise<ConnectionKey[]>;
}

/** One item of the due index. `dueAt` is milliseconds since the epoch. */
export interface DueItem {
  key: ConnectionKey;
  dueAt: number;
  appKey: string;
  status: ConnectionStatus;
}

/** The position in its shard where a page ended. */
export type DuePosition = Pick<DueItem, 'key' | 'dueAt'>;

/** One page of the due index. */
export interface DuePage {
  items: DueItem[];
  /** Absent on the last page. */
  next?: DuePosition;
}

/** Mark that a workspace is being deleted, beside its connections. */
export type WorkspaceMarks = Records<{ workspaceId: string }, { deletedAt: number }>;

/** `sessionId` is the base64url SHA-256 of the state. */
export type ConsentSessionStore = Records<{ sessionId: string }, ConsentSession>;

/** Identifies one version of an OAuth app. */
export interface AppKey {
  /** `verified` or a workspace id. */
  owner: string;
  provider: string;
  version: number;
}

/** Versions of OAuth apps. */
export interface OAuthAppStore extends Records<AppKey, OAuthApp> {
  /** The newest version, strongly consistent. Undefined: the owner has no app for this provider. */
  newest(owner: string, provider: string): Promise<OAuthApp | undefined>;
}

/** MCP servers of workspaces. */
export interface ServerKey {
  workspaceId: string;
  serverId: string;
}

export type ServerStore = Records<ServerKey, ServerRecord>;

/** The choices of workspaces between OAuth apps, one item per workspace. */
export type AppPolicyStore = Records<{ workspaceId: string }, AppPolicy>;

/** Health of apps, one item per version of an app. */
export type AppHealthStore = Records<{ appKey: string }, AppHealth>;

/** The places of refreshes on demand at slow endpoints, one item per workspace. */
export type PlacesStore = Records<{ workspaceId: string }, Places>;
/** `clientKey` is the hash that names an OAuth client, `id` a UUIDv7. */
export interface GrantMarkKey {
  clientKey: string;
  kind: GrantMarkKind;
  id: string;
}

/** What is under way at an OAuth client. */
export interface GrantMarkStore extends Records<GrantMarkKey, GrantMark> {
  /** The marks of one kind that were made since then, in milliseconds since the epoch. Strongly consistent. */
  since(
    client: Pick<GrantMarkKey, 'clientKey' | 'kind'>,
    time: number,
  ): Promise<Keyed<GrantMarkKey, GrantMark>[]>;
}

/** What one server asks for beyond the scopes of one connection. */
export interface StepUpKey extends ConnectionKey {
  serverId: string;
}

export type StepUpStore = Records<StepUpKey, StepUp>;

/** Single-use marks of operation ids. `day` is the UTC day of the id, `YYYY-MM-DD`. */
export interface ToolCallKey {
  workspaceId: string;
  day: string;
  operationId: string;
}

export type ToolCallStore = Records<ToolCallKey, ToolCall>;

/** Names some of the calls of a workspace and day: those whose id is in the bucket (src/broker/call-bucket.ts). */
export interface CallBucket extends Pick<ToolCallKey, 'workspaceId' | 'day'> {
  /** From 0 to `CALL_BUCKETS` - 1. */
  bucket: number;
}

/** What a call is counted by. */
export type CallNames = Pick<ToolCall, (typeof CALL_NAMES)[number]>;

/** Of a page of calls: how many, and the id before which it begins. Absent: the newest. */
export interface CallPaging {
  limit: number;
  before?: string | undefined;
}

/** Reads of calls by the API's function. */
export interface CallReads {
  /** Strongly consistent: a page opens right after a refusal. Undefined: nobody used the id in this workspace. */
  call(key: ToolCallKey): Promise<ToolCall | undefined>;
  /** Newest first by id. A damaged record is left out, so a page that is not the last one can be short. */
  calls(at: CallBucket, paging: CallPaging): Promise<Page<Keyed<ToolCallKey, ToolCall>>>;
  /** The same calls, only by their names. */
  names(at: CallBucket, paging: CallPaging): Promise<Page<CallNames>>;
}

/** Audit records of workspaces. `id` is a UUIDv7. */
export type ActivityStore = Records<{ workspaceId: string; id: string }, Activity>;

/** Names one counter of acts: whose acts, and in which window. */
export interface ActKey {
  /** SHA-256 in base64url of what is counted and for whom. */
  counter: string;
  /** The number of the window since the epoch. */
  window: number;
}

/** Counts acts. */
export interface ActCounters {
  /**
   * Counts one act, in one atomic write, if fewer than `limit` were counted under the key. False: `limit` were, and
   * nothing changed. The table may delete the counter after `forgetAt`, in milliseconds since the epoch. A write that
   * is repeated because its answer was lost counts twice: never too little.
   */
  take(key: ActKey, bound: { limit: number; forgetAt: number }): Promise<boolean>;
}

/** Reads of the API's function. Code and IAM policy keep out every attribute with sealed bytes. */
export interface PublicReads {
  connections(workspaceId: string): Promise<Keyed<ConnectionKey, PublicConnection>[]>;
  connection(key: ConnectionKey): Promise<PublicConnection | undefined>;
  /** All versions of the owner's app for one provider, newest first. */
  oauthApps(owner: string, provider: string): Promise<PublicOAuthApp[]>;
  /** The newest version of each app of the owner. */
  oauthAppsOf(owner: string): Promise<PublicOAuthApp[]>;
  /** Undefined: no admin has made a choice. */
  appPolicy(workspaceId: string): Promise<PublicAppPolicy | undefined>;
  servers(workspaceId: string): Promise<Keyed<ServerKey, PublicServer>[]>;
  /** Newest first. `after`: the `next` of the page before, which is the id of its last entry. Throws TypeError for another text. */
  activity(workspaceId: string, limit: number, after?: string): Promise<Page<Activity>>;
}

/** A connection without the attributes that the API's function cannot read. */
export type PublicConnection = Omit<
  Connection,
  | 'sealedAccess'
  | 'sealedRefresh'
  | 'accountFingerprint'
  | 'accountKey'
  | 'tokensStoredBy'
  | 'leaseId'
  | 'leaseUntil'
  | 'answerBy'
  | 'attemptId'
  | 'attemptAt'
  | 'failures'
  | 'dueShard'
  | 'appKey'
  | 'revokeUntil'
  | 'redirectUri'
  | 'facts'
  | 'apiHosts'
  | 'warnedAt'
  | 'answeredAt'
  | 'uid'
  | 'appUid'
  | 'destination'
  | 'unverifiedAt'
  | 'settledAttempts'
>;

/** An OAuth app without its secret. */
export type PublicOAuthApp = Omit<OAuthApp, 'sealedSecret' | 'seal' | 'destination'>;

/** A choice as the dashboard's function sees it: not proved. */
export type PublicAppPolicy = Omit<AppPolicy, 'seal' | 'destination'>;

/** What a workspace stores for a server, as the dashboard's function sees it: not proved. */
export type PublicServer = Omit<ServerRecord, 'seal' | 'destination'>;

/** The environment's wrapped data keys. */
export interface DataKeyStore extends Records<{ version: number }, DataKeyRecord> {
  /** The highest version, strongly consistent. Undefined: no key was made yet. */
  newest(): Promise<DataKeyRecord | undefined>;
}

/** One item with sealed attributes. `sealed` holds the envelopes by attribute. */
export type SealedRow = {
  sealed: Record<string, Uint8Array>;
  /** As it is stored: only a user of the row recomputes it. */
  destination: Uint8Array;
} & (
  | { type: 'connection'; key: ConnectionKey; generation: number }
  | { type: 'consentSession'; key: { sessionId: string } }
  | { type: 'oauthApp'; key: AppKey }
  | { type: 'server'; key: ServerKey }
  | { type: 'appPolicy'; key: { workspaceId: string } }
);

/** One page of sealed items. */
export interface SealedPage {
  rows: SealedRow[];
  /** How many items have sealed attributes but are of no known form. */
  unknown: number;
  /** Absent after the last page. */
  next?: ItemPosition;
}

/** Partition and sort key of the last item that was read. */
export type ItemPosition = { pk: string; sk: string };

/** All sealed items of all workspaces. Only the rotation of data keys uses them. */
export interface SealedRows {
  /** One page after a position, strongly consistent. */
  page(after?: ItemPosition): Promise<SealedPage>;
  /**
   * Replaces exactly the envelopes that were read, and changes nothing else of the item, not even its write id. False:
   * one of them had changed.
   */
  replace(row: SealedRow, sealed: Record<string, Uint8Array>): Promise<boolean>;
}
