/** The records of what was done: calls, activity, and counts of acts. Times are integer milliseconds since the epoch. */
import type { ActivityOutcome, ActivityType } from '../contract/activity.ts';
import type { ToolCallOutcome } from '../contract/injection-messages.ts';
import type { Person } from './person.ts';

/** Single-use mark and audit record of one injection, or of one that was refused. */
export interface ToolCall {
  at: number;
  /** The person of the caller token. Absent: the stage requires no caller token. */
  caller?: Person;
  server: string;
  /** `(unknown)` for a text that is no name (src/broker/activity/recorded-names.ts). */
  tool?: string;
  /** Absent: the server is unknown, and so is its provider. */
  connectionId?: string;
  /**
   * Where the token could go: the host that the caller named, else all hosts of the registration. If `outcome` is a refusal, the
   * host that was asked for. Absent in items of older releases, and for a text that is no host.
   */
  hosts?: string[];
  outcome: ToolCallOutcome;
  /** Of a refusal: scopes that the connection was not granted. */
  missingScopes?: string[];
  /** The scopes for which the server refused an earlier token (`insufficient_scope`). It chose them; nobody checked them. */
  challengedScopes?: string[];
  /** When the id was presented again, for the first time. */
  replayedAt?: number;
  /** Whose connection it was, where the server has connections of people too. */
  connectionOf?: 'person' | 'workspace';
  /** A person tried the server from the dashboard, as whoever asked for the token says. */
  trial?: true;
}

/** One audit record of a workspace. */
export interface Activity {
  at: number;
  type: ActivityType;
  connectionId?: string;
  provider?: string;
  /** The subject and the issuer of the person who acted. Entries of older releases have no issuer. */
  actor?: string;
  actorIssuer?: string;
  /** Of a server or an app: a Problem's code if the change was refused. Absent: it was made, or its process died. */
  outcome?: ActivityOutcome;
  /** The id of a workspace's own MCP server. */
  server?: string;
  /** Of an own OAuth app: its client id and version. */
  clientId?: string;
  version?: number;
  /** Where a server or an app led before the change, and leads after it. Absent: there was none, or there is none. */
  addressesBefore?: string[];
  addressesAfter?: string[];
  /** The operation that was refused. */
  operation?: string;
  /** Tools of a server whose definitions changed or were approved: some of them, and how many there were in all. */
  toolChanges?: ToolChange[];
  toolsChanged?: number;
}

/** How one tool of a server changed. Absent `before`: it was added; absent `after`: it was removed. Both are fingerprints. */
export interface ToolChange {
  /** `(unknown)` for a text that is no name (src/broker/activity/recorded-names.ts). */
  tool: string;
  before?: string;
  after?: string;
}

/**
 * Which definitions of tools one server listed in one workspace. It is not sealed, since whoever could forge it could as well remove
 * it, and no token goes another way by it: whoever forges the row shows a definition that nobody approved, or holds one back.
 */
export interface SeenTools {
  /** Rises with each write. */
  revision: number;
  /** `<fingerprint>/<name>`, see src/broker/tools/seen-tools.ts: the last list. */
  seen: string[];
  /** In the same form: what may be served in a stage that demands approval. */
  approved: string[];
  /** When changes were recorded within a day. */
  changes?: number[];
}

/** What a workspace shows as the name of a person, as their own sign-in said. Nothing but pages reads it. */
export interface KnownPerson extends Person {
  name: string;
  /** When they signed in last, within a day. */
  seenAt: number;
}

/** How many acts one counter has counted. */
export interface ActCount {
  taken: number;
}
