/** What the use cases need from outside, beside their stores. Adapters live in `src/aws`, `src/egress` and `local`. */
import type { WorkspaceServersRule } from '../contract/environment.ts';
import type { ConnectionEvent } from '../contract/events.ts';
import type { LogEvent, LogFields } from '../contract/log.ts';
import type { ConnectionRefreshReport } from '../contract/refresh.ts';
import type { ServerRegistration } from '../contract/server-registration.ts';
import type { ProviderFetch } from '../oauth/provider-fetch.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { RegisteredServer } from '../providers/server-registrations.ts';
import type { Secret } from '../vault/secret.ts';
import type { Vault } from '../vault/vault.ts';
import type { Connection } from './records.ts';
import type {
  ActivityStore,
  AppHealthStore,
  Change,
  ConnectionKey,
  ConnectionStore,
  ConsentSessionStore,
  OAuthAppStore,
  PublicReads,
  ServerStore,
  ToolCallStore,
  WorkspaceMarks,
} from './stores.ts';

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

/** A workspace's own registrations, as the injector finds them: read once, kept for a short time. */
export interface OwnServers {
  find(key: { workspaceId: string; serverId: string }): Promise<ServerRegistration | undefined>;
}

/** What happened, as a use case publishes it; the adapter adds version and environment. */
export type EventToPublish = Pick<ConnectionEvent, 'id' | 'type'> & {
  [K in Exclude<keyof ConnectionEvent, 'id' | 'type' | 'version' | 'at' | 'environment'>]?:
    | ConnectionEvent[K]
    | undefined;
} & { at: number };

/** Publishes events to whoever listens (EventBridge, or the log locally). */
export interface Events {
  /** Bounded in time, one attempt. Rejects: the event was perhaps not published. */
  publish(event: EventToPublish): Promise<void>;
}

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

/** Events and fields of `src/contract/log.ts` alone; never a token, a code, a URL with a query, or a provider's body. */
export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
}
