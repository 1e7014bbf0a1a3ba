/** What names one record of each type. */
import type { SweepKind } from '../contract/table.ts';
import type { GrantMarkKind } from './records.ts';

/** Identifies a connection. */
export interface ConnectionKey {
  workspaceId: string;
  connectionId: string;
}

/** Identifies one version of an OAuth app. */
export interface AppKey {
  /** `verified` or a workspace id. */
  owner: string;
  provider: string;
  version: number;
}

/** Identifies what a workspace stores for an MCP server. */
export interface ServerKey {
  workspaceId: string;
  serverId: string;
}

/** `clientKey` is the hash that names an OAuth client, `id` a UUIDv7. */
export interface GrantMarkKey {
  clientKey: string;
  kind: GrantMarkKind;
  id: string;
}

/** Identifies one holder of an OAuth client. `clientKey` is a SHA-256 in base64url. */
export interface ClientHolderKey {
  clientKey: string;
  owner: string;
}

/** Identifies what one server asks for beyond the scopes of one connection. */
export interface StepUpKey extends ConnectionKey {
  serverId: string;
}

/** Identifies the mark of an operation id. `day` is the UTC day of the id, `YYYY-MM-DD`. */
export interface ToolCallKey {
  workspaceId: string;
  day: string;
  operationId: string;
}

/** Identifies a person within a workspace. `personId` is a SHA-256 in base64url (src/broker/names/person-id.ts). */
export interface PersonKey {
  workspaceId: string;
  personId: string;
}

/** Identifies the cursor of one segment of a sweep. */
export interface SweepCursorKey {
  kind: SweepKind;
  segment: number;
}

/** Names one counter of acts: whose acts, and in which window. */
export interface ActKey {
  /** SHA-256 in base64url of what is counted and for whom. */
  counter: string;
  /** The number of the window since the epoch. */
  window: number;
}
