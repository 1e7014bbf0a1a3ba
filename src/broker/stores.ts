/** What the use cases keep: records behind conditional writes, and what they read of them. */
import type { ConnectionStatus } from '../contract/statuses.ts';
import type {
  Activity,
  AppHealth,
  Connection,
  ConsentSession,
  DataKeyRecord,
  OAuthApp,
  ServerRecord,
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

export interface Change<R> {
  expect: Expectation<R>;
  /** `undefined` removes the attribute. */
  set: { [K in keyof R]?: R[K] | undefined };
  /** Unique per intended write. A retry under the same id succeeds again and changes nothing more. */
  writeId: string;
  /** When the table may forget the item, milliseconds since the epoch. */
  forgetAt?: number;
}

/** A whole new record. Its `writeId` and `forgetAt` are a {@link Change}'s. */
export interface Addition<R> extends Pick<Change<R>, 'writeId' | 'forgetAt'> {
  record: { [K in keyof R]: R[K] | undefined };
}

/** Records of one item type. `Key` is what a use case knows of it. */
export interface Records<Key, R> {
  /** Strongly consistent. */
  read(key: Key): Promise<R | undefined>;
  /** One write of one item that is absent. False: it was there, and nothing changed. */
  add(key: Key, addition: Addition<R>): Promise<boolean>;
  /** One conditional write of one item. False: the expectation did not hold and nothing changed. */
  change(key: Key, change: Change<R>): Promise<boolean>;
  /** Deletes the item if the expectation holds. False: it did not. An absent item counts as deleted. */
  delete(key: Key, expect: Expectation<R>): Promise<boolean>;
}

export interface Page<T> {
  items: T[];
  /** Opaque; present when there is more. */
  cursor?: string;
}

export interface ConnectionKey {
  workspaceId: string;
  connectionId: string;
}

export type Keyed<Key, R> = { key: Key; record: R };

export interface ConnectionStore extends Records<ConnectionKey, Connection> {
  /** All of a workspace, every attribute, strongly consistent. */
  list(workspaceId: string): Promise<Keyed<ConnectionKey, Connection>[]>;
  /**
   * A page of the items of one shard due at or before `before`, soonest first. Eventually consistent: the item itself
   * decides. `after` is the `next` of the page before; there is none after the last.
   */
  due(shard: number, page: { before: number; limit: number; after?: DuePosition }): Promise<DuePage>;
  /** Who has tokens of this account and client. Eventually consistent: re-read before counting one. */
  sharingAccount(accountKey: string): Promise<ConnectionKey[]>;
}

export interface DueItem {
  key: ConnectionKey;
  dueAt: number;
  appKey: string;
  status: ConnectionStatus;
}

/** Where in its shard a page ended. */
export type DuePosition = Pick<DueItem, 'key' | 'dueAt'>;

export interface DuePage {
  items: DueItem[];
  next?: DuePosition;
}

/** Mark that a workspace is being deleted, beside its connections. */
export type WorkspaceMarks = Records<{ workspaceId: string }, { deletedAt: number }>;

/** `sessionId` is the base64url SHA-256 of the state. */
export type ConsentSessionStore = Records<{ sessionId: string }, ConsentSession>;

export interface AppKey {
  /** `verified` or a workspace id. */
  owner: string;
  provider: string;
  version: number;
}

export interface OAuthAppStore extends Records<AppKey, OAuthApp> {
  /** The newest version, strongly consistent. */
  newest(owner: string, provider: string): Promise<OAuthApp | undefined>;
}

export type ServerStore = Records<{ workspaceId: string; serverId: string }, ServerRecord>;

export type AppHealthStore = Records<{ appKey: string }, AppHealth>;

export type ToolCallStore = Records<{ workspaceId: string; day: string; operationId: string }, ToolCall>;

export type ActivityStore = Records<{ workspaceId: string; id: string }, Activity>;

/** What the dashboard's function can see: no attribute with sealed bytes, by code and by its IAM policy. */
export interface PublicReads {
  connections(workspaceId: string): Promise<Keyed<ConnectionKey, PublicConnection>[]>;
  connection(key: ConnectionKey): Promise<PublicConnection | undefined>;
  /** All versions of the owner's app for one provider, newest first. */
  oauthApps(owner: string, provider: string): Promise<PublicOAuthApp[]>;
  /** Newest version per provider of everything that the owner has. */
  oauthAppsOf(owner: string): Promise<PublicOAuthApp[]>;
  servers(workspaceId: string): Promise<ServerRecord[]>;
  /** Newest first. */
  activity(workspaceId: string, limit: number, cursor?: string): Promise<Page<Activity>>;
}

export type PublicConnection = Omit<
  Connection,
  | 'sealedAccess'
  | 'sealedRefresh'
  | 'accountFingerprint'
  | 'accountKey'
  | 'tokensStoredBy'
  | 'leaseId'
  | 'leaseUntil'
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
>;

export type PublicOAuthApp = Omit<OAuthApp, 'sealedSecret'>;

/** The environment's wrapped data keys. */
export interface DataKeyStore extends Records<{ version: number }, DataKeyRecord> {
  /** The highest version, strongly consistent. */
  newest(): Promise<DataKeyRecord | undefined>;
}

/** One item with envelopes of the vault: those that it has, by attribute. */
export type SealedRow = { sealed: Record<string, Uint8Array> } & (
  | { type: 'connection'; key: ConnectionKey; generation: number }
  | { type: 'consentSession'; key: { sessionId: string } }
  | { type: 'oauthApp'; key: AppKey }
);

export interface SealedPage {
  rows: SealedRow[];
  /** Items with such attributes that are not of a form that is known. */
  unknown: number;
  /** Absent after the last page. */
  next?: ItemPosition;
}

/** Partition and sort key of the last item that was looked at. */
export type ItemPosition = { pk: string; sk: string };

/** Everything that is sealed, of all workspaces: for the rotation of data keys alone. */
export interface SealedRows {
  /** Strongly consistent. */
  page(after?: ItemPosition): Promise<SealedPage>;
  /**
   * New envelopes in place of exactly those that were read, and nothing else of the item is touched, not even its write
   * id. False: one of them is not there any more.
   */
  replace(row: SealedRow, sealed: Record<string, Uint8Array>): Promise<boolean>;
}
