/** The rows of a restored table, where rows are added, and what can become of one. */
import type { Connection, DataKeyRecord, OAuthApp, ServerRecord } from '../records.ts';
import type { AppKey, ConnectionKey, ItemPosition, Records } from '../stores.ts';

export type ServerKey = { workspaceId: string; serverId: string };
type WorkspaceKey = { workspaceId: string };

/** Where rows are added. `has`: there is a row, also one that does not decode. */
export interface Adding<Key, R> {
  has(key: Key): Promise<boolean>;
  add: Records<Key, R>['add'];
}

/** A row of a kind that can come back. */
export type RestoredRow =
  | { type: 'workspaceMark'; key: WorkspaceKey; record: { deletedAt: number } }
  | { type: 'connection'; key: ConnectionKey; record: Connection }
  | { type: 'oauthApp'; key: AppKey; record: OAuthApp }
  | { type: 'server'; key: ServerKey; record: ServerRecord }
  | { type: 'dataKey'; key: { version: number }; record: DataKeyRecord };

export interface RestoredPage {
  rows: RestoredRow[];
  /** Rows of such kinds that do not decode. */
  damaged: number;
  /** Absent after the last page. */
  next?: ItemPosition;
}

/**
 * - `known`: the live table has it, and it was left alone. - `deleted`: somebody deleted it since, or nobody knows whether.
 * - `back`: as it was. - `verify`: refreshed before it is used. - `connect_again`: its tokens are of the past. - `revoke`:
 * somebody disconnected it, and its revocation is still to come. - `conflict`: a data key whose version another one has.
 */
export type Outcome = 'known' | 'deleted' | 'back' | 'verify' | 'connect_again' | 'revoke' | 'conflict';
