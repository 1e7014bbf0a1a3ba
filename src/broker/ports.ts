/** What the use cases need from outside. Adapters live in `src/aws`, `src/egress` and `local`. */
import type { WorkspaceServersRule } from '../contract/environment.ts';
import type { ConnectionEvent } from '../contract/events.ts';
import type { ConnectionRefreshReport } from '../contract/refresh.ts';
import type { ServerRegistration } from '../contract/server-registration.ts';
import type { ConnectionStatus } from '../contract/statuses.ts';
import type { ProviderFetch } from '../oauth/provider-fetch.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { RegisteredServer } from '../providers/server-registrations.ts';
import type { Secret } from '../vault/secret.ts';
import type { Vault } from '../vault/vault.ts';
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

/** Names one copy: whose tokens, and which attempt brought them. */
export interface EscrowName {
  key: ConnectionKey;
  epoch: number;
  /** The generation that was refreshed; the tokens are sealed for the one after it. */
  generation: number;
  attempt: string;
}
export interface EscrowedTokens extends EscrowName {
  /** The app that minted them, and whose they are: the connection may have moved on to another. */
  minted: Pick<Connection, 'provider' | 'appOwner' | 'appVersion' | 'clientId' | 'variables' | 'accountKey'>;
  /** What the store would have written. Holds sealed bytes and no secret in clear. */
  set: Change<Connection>['set'];
}

/** Keeps sealed tokens that the table refused to the end (S3, or files locally). Strongly consistent; normally empty. */
export interface Escrow {
  /** Resolves when the copy is durable. */
  put(copy: EscrowedTokens): Promise<void>;
  /** All copies of one connection. Rejects: nobody knows, which is neither none nor some. */
  of(key: ConnectionKey): Promise<EscrowedTokens[]>;
  /** Copies of any connection, at most `limit`. */
  list(limit: number): Promise<EscrowedTokens[]>;
  /** Nothing is there afterwards, whatever was before. */
  delete(name: EscrowName): Promise<void>;
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
/** A workspace's own registrations, as the injector finds them: read once, kept for a short time. */
export interface OwnServers {
  find(key: { workspaceId: string; serverId: string }): Promise<ServerRegistration | undefined>;
}
export type AppHealthStore = Records<{ appKey: string }, AppHealth>;
export type ToolCallStore = Records<{ workspaceId: string; day: string; operationId: string }, ToolCall>;
export type ActivityStore = Records<{ workspaceId: string; id: string }, Activity>;

/** What happened, as a use case tells it; the adapter knows version and environment. */
export type Told = Pick<ConnectionEvent, 'id' | 'type'> & {
  [K in 'workspaceId' | 'connectionId' | 'provider' | 'outcome']?: string | undefined;
} & { at: number };
/** Tells whoever listens (EventBridge, or the log locally). */
export interface Events {
  /** Bounded in time, one attempt. Rejects: it was perhaps not told. */
  send(told: Told): Promise<void>;
}

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

/** Client secrets of the platform's verified apps (Secrets Manager, or a file locally). */
export interface PlatformSecrets {
  /** Undefined: there is none for this client id. */
  clientSecret(provider: string, clientId: string): Promise<Secret | undefined>;
}

/** Invokes token-refresh for one connection, one attempt, and waits for its report. */
export interface RefreshInvoker {
  /** `rejected`: the provider answered 401 to this generation. */
  refresh(key: ConnectionKey, generation: number, rejected?: true): Promise<ConnectionRefreshReport>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Looks at a host that somebody names, before it is stored. */
export interface HostResolver {
  /** Whether all addresses of a name, or the literal address, are on the public internet. */
  isPublic(host: string): Promise<boolean>;
  /** Whether all of them are inside one network: private, unique local or loopback, never link-local. */
  isPrivate(host: string): Promise<boolean>;
}

/** When the invocation ends, milliseconds since the epoch. */
export type Deadline = number;

/** What an environment is, beside its storage. */
export interface Settings {
  environment: string;
  /** Where the API is reached, without a trailing slash. Redirect URIs are built from it alone (T033). */
  apiOrigin: string;
  /** The dashboard's page, without a trailing slash. */
  dashboardUrl: string;
  /** Where a workspace's own MCP servers may be. */
  workspaceServers: WorkspaceServersRule;
}

/** Everything that the use cases are given; each names the part it needs. */
export interface Ports {
  settings: Settings;
  catalogue: Catalogue;
  servers: ReadonlyMap<string, RegisteredServer>;
  /** Registrations of workspaces. */
  serverRecords: ServerStore;
  ownServers: OwnServers;
  connections: ConnectionStore;
  workspaceMarks: WorkspaceMarks;
  sessions: ConsentSessionStore;
  apps: OAuthAppStore;
  appHealth: AppHealthStore;
  escrow: Escrow;
  /** A connection unused for longer, in milliseconds, is only kept alive. Undefined: every one is always fresh. */
  idleAfter: number | undefined;
  toolCalls: ToolCallStore;
  activity: ActivityStore;
  events: Events;
  reads: PublicReads;
  platformSecrets: PlatformSecrets;
  refresher: RefreshInvoker;
  vault: Vault;
  fetch: ProviderFetch;
  hosts: HostResolver;
  clock: Clock;
  random: Random;
  log: Log;
}

/** The operating system's CSPRNG. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** RFC 9562 UUIDv7 of the given time. */
  uuidV7(now: number): string;
}

/** Allow-listed fields only; never a token, a code, a URL with a query, or a provider's body. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
export interface LogFields {
  workspaceId?: string;
  connectionId?: string;
  provider?: string;
  sessionId?: string;
  server?: string;
  operationId?: string;
  outcome?: string;
  reason?: string;
  /** Name and code of an error, not its message. */
  error?: string;
  correlationId?: string;
  status?: number;
  generation?: number;
  count?: number;
  durationMs?: number;
  lagMs?: number;
}

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
