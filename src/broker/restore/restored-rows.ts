/** The rows of a restored table, the stores that they are added to, and the outcomes of a row. */
import type { AppPolicy, Connection, DataKeyRecord, OAuthApp, ServerRecord } from '../records.ts';
import type { AppKey, ConnectionKey, ItemPosition, Records } from '../stores.ts';

/** Identifies a workspace's own MCP server. */
export type ServerKey = { workspaceId: string; serverId: string };
type WorkspaceKey = { workspaceId: string };

/** A store that rows are added to. `has`: whether a row exists, also one that does not decode. */
export interface AddStore<Key, R> {
  has(key: Key): Promise<boolean>;
  add: Records<Key, R>['add'];
}

/** A row of a type that can come back. */
export type RestoredRow =
  | { type: 'workspaceMark'; key: WorkspaceKey; record: { deletedAt: number } }
  | { type: 'connection'; key: ConnectionKey; record: Connection }
  | { type: 'oauthApp'; key: AppKey; record: OAuthApp }
  | { type: 'server'; key: ServerKey; record: ServerRecord }
  | { type: 'appPolicy'; key: WorkspaceKey; record: AppPolicy }
  | { type: 'dataKey'; key: { version: number }; record: DataKeyRecord };

/** One page of a restored table. */
export interface RestoredPage {
  rows: RestoredRow[];
  /** How many rows of such types do not decode. */
  damaged: number;
  /** Absent after the last page of the segment. */
  next?: ItemPosition;
}

/**
 * What became of a row:
 * - `known`: the live table has it, and it was not changed.
 * - `deleted`: it was deleted later, or that is unknown; it stays deleted.
 * - `back`: it came back as it was.
 * - `verify`: it came back and is refreshed before it is used.
 * - `connect_again`: it came back, but its tokens may be outdated, so a person must connect again.
 * - `revoke`: it was disconnected later, and its tokens are still to be revoked.
 * - `conflict`: a data key, and the live table has another key of the same version.
 */
export type Outcome = 'known' | 'deleted' | 'back' | 'verify' | 'connect_again' | 'revoke' | 'conflict';
