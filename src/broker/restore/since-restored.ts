/** What happened in a workspace after the moment of a restored table, as far as the live table's activity tells it. */
import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from '../limits.ts';
import type { Activity } from '../records.ts';
import type { PublicReads } from '../stores.ts';

export type ActivityReads = Pick<PublicReads, 'activity'>;

/** What became of a connection last. `disconnecting`: its revocation was still pending. */
export interface LaterChange {
  kind: 'disconnected' | 'disconnecting' | 'replaced';
  /** Who asked for it. */
  actor: string | undefined;
}

export interface Since {
  /**
   * True where the live table still has the last entry that the restored one knows. It says nothing of an entry that was
   * made after that moment and lost since: the moment should be the last before the loss (docs/restore.md).
   */
  isWhole: boolean;
  laterChanges: ReadonlyMap<string, LaterChange>;
  workspaceDeletedAt: number | undefined;
  /** Providers whose apps were deleted. */
  deletedApps: ReadonlySet<string>;
  /** A server was put or deleted; the activity does not say which. */
  areServersInDoubt: boolean;
}

export async function activitySince(
  tables: { live: ActivityReads; restored: ActivityReads },
  workspaceId: string,
): Promise<Since> {
  const [last] = (await tables.restored.activity(workspaceId, 1)).items;
  const digest = newDigest();
  let cursor: string | undefined;
  do {
    const page = await tables.live.activity(workspaceId, LIMITS.restorePage, cursor);
    for (const entry of page.items) {
      if (isDeepStrictEqual(entry, last)) return { ...digest.read(), isWhole: true };
      digest.note(entry);
    }
    cursor = page.cursor;
  } while (cursor);
  return { ...digest.read(), isWhole: false };
}

const KIND: Partial<Record<Activity['type'], LaterChange['kind']>> = {
  disconnected: 'disconnected',
  disconnect_requested: 'disconnecting',
  connected: 'replaced',
};
const SERVER_ACTS: readonly Activity['type'][] = ['mcp_server_put', 'mcp_server_deleted'];

/** Of entries that come newest first. */
function newDigest() {
  const laterChanges = new Map<string, LaterChange>();
  const deletedApps = new Set<string>();
  let workspaceDeletedAt: number | undefined;
  let areServersInDoubt = false;
  return {
    note({ type, at, connectionId, provider, actor }: Activity) {
      const kind = KIND[type];
      if (kind && connectionId && !laterChanges.has(connectionId))
        laterChanges.set(connectionId, { kind, actor });
      if (type === 'oauth_app_deleted' && provider) deletedApps.add(provider);
      if (type === 'workspace_deleted') workspaceDeletedAt ??= at;
      areServersInDoubt ||= SERVER_ACTS.includes(type);
    },
    read: () => ({ laterChanges, workspaceDeletedAt, deletedApps, areServersInDoubt }),
  };
}
