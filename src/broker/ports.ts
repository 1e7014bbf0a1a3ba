/** The ports of the use cases, beside their stores. Adapters live in `src/aws`, `src/egress` and `local`. */
import type { AllowedAppsRule, WorkspaceServersRule } from '../contract/environment.ts';
import type { ConnectionEvent } from '../contract/events.ts';
import type { LogEvent, LogFields } from '../contract/log.ts';
import type { ConnectionRefreshReport, ConnectionRevocationReport } from '../contract/refresh.ts';
import type { RemoteServer } from '../contract/servers/remote-server.ts';
import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import type { ProviderFetch } from '../oauth/provider-fetch.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { RegisteredServer } from '../providers/server-registrations.ts';
import type { Secret } from '../vault/secret.ts';
import type { Vault } from '../vault/vault.ts';
import type { Connection } from './records.ts';
import type {
  ActCounters,
  ActivityStore,
  AppHealthStore,
  AppPolicyStore,
  CallReads,
  Change,
  ClientHolderStore,
  ConnectionKey,
  ConnectionStore,
  ConsentSessionStore,
  GrantMarkStore,
  OAuthAppStore,
  PeopleStore,
  PlacesStore,
  PublicReads,
  SeenToolsStore,
  ServerReads,
  ServerStore,
  StepUpStore,
  ToolCallStore,
  WorkspaceMarks,
} from './stores.ts';

/** Names one copy in the escrow: the connection, and the attempt that received the tokens. */
export interface EscrowName {
  key: ConnectionKey;
  epoch: number;
  /** The generation that was refreshed; the tokens are sealed for the one after it. */
  generation: number;
  attempt: string;
}

/** One copy in the escrow: sealed tokens, and what is needed to store or revoke them. */
export interface EscrowedTokens extends EscrowName {
  /** The app and account that the tokens belong to: the connection may use another one by now. */
  minted: Pick<
    Connection,
    'provider' | 'appOwner' | 'appVersion' | 'appUid' | 'clientId' | 'variables' | 'facts' | 'accountKey'
  >;
  /** The attributes that the table did not take. They hold sealed bytes and no secret in clear. */
  set: Change<Connection>['set'];
  /** The tokens of a consent that were not stored: no process stores them, they are only revoked. */
  revokeOnly?: true;
  /** Proves the whole copy (src/broker/tokens/escrow-proof.ts). */
  proof: Uint8Array;
}

/** What the escrow has under one name. It is input: only its proof says that it is a copy. */
export interface EscrowEntry {
  path: string;
  /** When it was stored, in milliseconds since the epoch, by the clock of the storage. */
  storedAt: number;
  /** Undefined: it has not the form of a copy, or is not under the name of its content. */
  copy: EscrowedTokens | undefined;
}

/** One page of the paths in the escrow. */
export interface EscrowPage {
  paths: string[];
  /** Absent on the last page. */
  next?: string;
}

/**
 * Keeps sealed tokens that could not be written to the table (S3, or files locally). Strongly consistent; normally
 * empty.
 */
export interface Escrow {
  /** Resolves when the copy is durable. */
  put(copy: EscrowedTokens): Promise<void>;
  /** All entries of one connection. If it rejects, it is unknown whether copies exist. */
  of(key: ConnectionKey): Promise<EscrowEntry[]>;
  /**
   * Paths of entries of any connection, at most `limit` (1,000 at the most), in order of their bytes. `after`: the `next` of
   * the page before.
   */
  list(limit: number, after?: string): Promise<EscrowPage>;
  /** The entry under a path of the listing. Undefined: it was deleted. */
  read(path: string): Promise<EscrowEntry | undefined>;
  /** Deletes the entry if it exists. */
  delete(path: string): Promise<void>;
}

/** What a workspace stored for a server, proved: a registration of its own, or its choices for a known server. */
export interface StoredServer {
  registration?: ServerRegistration | undefined;
  url?: string | undefined;
  /** What discovery found, of a remote server. */
  remote?: RemoteServer | undefined;
  connectionId?: string | undefined;
}

/** Finds what a workspace stored for a server. A process keeps what it has read for five seconds. */
export interface OwnServers {
  /** `isKnown`: the catalogue or the stage has the server. Only then is an absence kept, too. `fresh`: as it is stored now. */
  find(
    key: { workspaceId: string; serverId: string },
    isKnown: boolean,
    reading?: 'fresh',
  ): Promise<StoredServer | undefined>;
}

/** What happened, as a use case publishes it; the adapter adds version and environment. */
export type EventToPublish = Pick<ConnectionEvent, 'id' | 'type'> & {
  [K in Exclude<keyof ConnectionEvent, 'id' | 'type' | 'version' | 'at' | 'environment'>]?:
    | ConnectionEvent[K]
    | undefined;
} & { at: number };

/** Publishes events to subscribers (EventBridge, or the log locally). */
export interface Events {
  /** One attempt, bounded in time. If it rejects, it is unknown whether the event was published. */
  publish(event: EventToPublish): Promise<void>;
}

/** Client secrets of the platform's verified apps (Secrets Manager, or a file locally). */
export interface PlatformSecrets {
  /**
   * Undefined: no secret exists for this client id. `fresh`: as it is stored now, by a reading that begins after the call; a
   * cached one may be older than its rotation.
   */
  clientSecret(provider: string, clientId: string, reading?: 'fresh'): Promise<Secret | undefined>;
}

/** Keys that authenticate the cursors of lists (KMS, or the process locally). */
export interface CursorKeys {
  /** 32 bytes, the same in every process of the environment. `epoch`: days since the epoch of time. */
  of(epoch: number): Promise<Uint8Array>;
}

/** Invokes token-refresh once for one connection and waits for its report. */
export interface RefreshInvoker {
  /** `rejected`: the provider answered 401 to this generation. */
  refresh(key: ConnectionKey, generation: number, rejected?: true): Promise<ConnectionRefreshReport>;
}

/** Invokes token-refresh once for one disconnect, and waits for its report. */
export interface RevocationInvoker {
  /** `epoch`: the one that the disconnect raised. */
  revoke(key: ConnectionKey, epoch: number): Promise<ConnectionRevocationReport>;
}

/** Time: the current time, and a way to wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Resolves a host that a person entered, before the host is stored. */
export interface HostResolver {
  /** Whether all addresses of a name, or the literal address, are on the public internet. */
  isPublic(host: string): Promise<boolean>;
  /** Whether all addresses are inside a private network: private, unique local or loopback, never link-local. */
  isPrivate(host: string): Promise<boolean>;
}

/** When the invocation ends, in milliseconds since the epoch. */
export type Deadline = number;

/** The settings of an environment. */
export interface Settings {
  environment: string;
  /** The API's origin, without a trailing slash. Redirect URIs are built from nothing else (T033). */
  apiOrigin: string;
  /** The dashboard's page, without a trailing slash. */
  dashboardUrl: string;
  /** Where a workspace's own MCP servers may be. */
  workspaceServers: WorkspaceServersRule;
  /**
   * Where a client metadata document of the broker can be read that something else serves. Local environments alone: they have no
   * address that an authorization server can read.
   */
  clientDocumentUrl?: string | undefined;
  /** Which OAuth apps new consents may use; a workspace's own choice may be stricter. */
  allowedApps: AllowedAppsRule;
}

/** All ports of the use cases. Each use case names those that it uses. */
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
  clientHolders: ClientHolderStore;
  appPolicies: AppPolicyStore;
  appHealth: AppHealthStore;
  places: PlacesStore;
  escrow: Escrow;
  /** The escrow as `connect` has it: it adds a copy, and reads none. */
  unstoredCopies: Pick<Escrow, 'put'>;
  grantMarks: GrantMarkStore;
  stepUps: StepUpStore;
  seenTools: SeenToolsStore;
  /**
   * After this many milliseconds without use a connection is only kept alive. Undefined: no connection counts as idle.
   */
  idleAfter: number | undefined;
  toolCalls: ToolCallStore;
  callReads: CallReads;
  activity: ActivityStore;
  /** Names of people. */
  people: PeopleStore;
  acts: ActCounters;
  events: Events;
  reads: PublicReads;
  serverReads: ServerReads;
  cursorKeys: CursorKeys;
  platformSecrets: PlatformSecrets;
  refresher: RefreshInvoker;
  revoker: RevocationInvoker;
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

/**
 * Logs only events and fields of `src/contract/log.ts`, and never a token, a code, a URL with a query or a provider's
 * body.
 */
export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
}
