/** The stores of the use cases, one for each type of item. Their writes are in conditional-records.ts. */
import type { ConnectionStatus } from '../contract/statuses.ts';
import type { Change, Keyed, Records } from './conditional-records.ts';
import type {
  ActKey,
  AppKey,
  ClientHolderKey,
  ConnectionKey,
  GrantMarkKey,
  PersonKey,
  ServerKey,
  StepUpKey,
  SweepCursorKey,
  ToolCallKey,
} from './keys.ts';
import type {
  Activity,
  AppHealth,
  AppPolicy,
  ClientHolder,
  Connection,
  ConsentSession,
  DataKeyRecord,
  GrantMark,
  KnownPerson,
  OAuthApp,
  Places,
  Restoring,
  SeenTools,
  ServerRecord,
  StepUp,
  SweepCursor,
  ToolCall,
} from './records.ts';

export type * from './conditional-records.ts';
export type * from './keys.ts';
export type * from './public-reads.ts';

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
export interface WorkspaceMark {
  deletedAt: number;
  /** Of a personal workspace: an operator ended its person. Whoever signs in later under the same name is another one. */
  endedAt?: number;
}
export type WorkspaceMarks = Records<{ workspaceId: string }, WorkspaceMark>;

/** `sessionId` is the base64url SHA-256 of the state. */
export type ConsentSessionStore = Records<{ sessionId: string }, ConsentSession>;

/** Versions of OAuth apps. */
export interface OAuthAppStore extends Records<AppKey, OAuthApp> {
  /** The newest version, strongly consistent. Undefined: the owner has no app for this provider. */
  newest(owner: string, provider: string): Promise<OAuthApp | undefined>;
}

/** What workspaces store for MCP servers. */
export type ServerStore = Records<ServerKey, ServerRecord>;

/** Who holds which OAuth client. */
export interface ClientHolderStore extends Records<ClientHolderKey, ClientHolder> {
  /** The owners that hold the client, and since when. Strongly consistent. */
  of(clientKey: string): Promise<({ owner: string } & ClientHolder)[]>;
}

/** The choices of workspaces between OAuth apps, one item per workspace. */
export type AppPolicyStore = Records<{ workspaceId: string }, AppPolicy>;

/** Health of apps, one item per version of an app. */
export type AppHealthStore = Records<{ appKey: string }, AppHealth>;

/** The places of refreshes on demand at slow endpoints, one item per workspace. */
export interface PlacesStore extends Records<{ workspaceId: string }, Places> {
  /** Like `change`, with the record as it is after the write. Undefined: the expectation did not hold. */
  changed(key: { workspaceId: string }, change: Change<Places>): Promise<Places | undefined>;
}
/** What is under way at an OAuth client. */
export interface GrantMarkStore extends Records<GrantMarkKey, GrantMark> {
  /** The marks of one kind that were made since then, in milliseconds since the epoch. Strongly consistent. */
  since(
    client: Pick<GrantMarkKey, 'clientKey' | 'kind'>,
    time: number,
  ): Promise<Keyed<GrantMarkKey, GrantMark>[]>;
}

/** What servers ask for beyond the scopes of connections. */
export type StepUpStore = Records<StepUpKey, StepUp>;

/** What was seen of the tools of servers. */
export interface SeenToolsStore extends Records<ServerKey, SeenTools> {
  /** The servers of a workspace of which tools were seen, strongly consistent. */
  of(workspaceId: string): Promise<{ key: ServerKey }[]>;
}

/** Single-use marks of operation ids. */
export type ToolCallStore = Records<ToolCallKey, ToolCall>;

/** Audit records of workspaces. `id` is a UUIDv7. */
export type ActivityStore = Records<{ workspaceId: string; id: string }, Activity>;

/** Names of people. */
export interface PeopleStore extends Records<PersonKey, KnownPerson> {
  /** All people of a workspace, strongly consistent, also those whose time is over. */
  of(workspaceId: string): Promise<{ key: PersonKey }[]>;
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

/** Cursors of the rotation's sweeps. */
export type SweepCursorStore = Records<SweepCursorKey, SweepCursor>;

/** The one mark that rows come back out of a restored table. */
export type RestoringStore = Records<Record<never, never>, Restoring>;

/** The environment's wrapped data keys. */
export interface DataKeyStore extends Records<{ version: number }, DataKeyRecord> {
  /** The highest version, strongly consistent. Undefined: no key was made yet. */
  newest(): Promise<DataKeyRecord | undefined>;
}
