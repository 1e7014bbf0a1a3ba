/** What happened in a workspace after the time of a restored table, according to the live table's activity. */
import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from '../limits.ts';
import type { Activity } from '../records.ts';
import type { PublicReads } from '../stores.ts';

/** Reads the activity of one table. */
export type ActivityReads = Pick<PublicReads, 'activity'>;

/** The last change of a connection. `disconnecting`: its revocation was still pending. */
export interface LaterChange {
  kind: 'disconnected' | 'disconnecting' | 'replaced';
  /** Subject of the person who asked for it. */
  actor: string | undefined;
}

/** The later activity of one workspace. */
export interface LaterActivity {
  /**
   * Whether the live table still has the last entry of the restored one. An entry that was made after that time and
   * then lost is not noticed, so the table should be restored to the last moment before the loss (docs/restore.md).
   */
  isComplete: boolean;
  laterChanges: ReadonlyMap<string, LaterChange>;
  workspaceDeletedAt: number | undefined;
  /** Providers whose apps were deleted. */
  deletedApps: ReadonlySet<string>;
  /** Whether a server was put or deleted. Entries of older releases do not say which one. */
  areServersInDoubt: boolean;
  /** Whether an admin chose between OAuth apps. */
  isAppChoiceInDoubt: boolean;
}

/** Reads the live activity back to the last entry of the restored one. */
export async function readLaterActivity(
  tables: { live: ActivityReads; restored: ActivityReads },
  workspaceId: string,
): Promise<LaterActivity> {
  const [last] = (await tables.restored.activity(workspaceId, 1)).items;
  const digest = newDigest();
  let after: string | undefined;
  do {
    const page = await tables.live.activity(workspaceId, LIMITS.restorePage, after);
    for (const entry of page.items) {
      if (isSameEntry(entry, last)) return { ...digest.read(), isComplete: true };
      digest.note(entry);
    }
    after = page.next;
  } while (after);
  return { ...digest.read(), isComplete: false };
}

/** The outcome of an entry can come later than the entry (src/broker/activity/recorded-change.ts). */
function isSameEntry({ outcome: _, ...entry }: Activity, last: Activity | undefined): boolean {
  if (!last) return false;
  const { outcome: __, ...before } = last;
  return isDeepStrictEqual(entry, before);
}

const KIND: Partial<Record<Activity['type'], LaterChange['kind']>> = {
  disconnected: 'disconnected',
  disconnect_requested: 'disconnecting',
  connected: 'replaced',
};
const APP_CHOICES: readonly Activity['type'][] = ['verified_apps_allowed', 'verified_apps_refused'];
const SERVER_ACTS: readonly Activity['type'][] = ['mcp_server_put', 'mcp_server_deleted'];

/** Collects entries, which must be noted newest first. */
function newDigest() {
  const laterChanges = new Map<string, LaterChange>();
  const deletedApps = new Set<string>();
  let workspaceDeletedAt: number | undefined;
  let areServersInDoubt = false;
  let isAppChoiceInDoubt = false;
  return {
    note({ type, at, connectionId, provider, actor, outcome }: Activity) {
      const kind = KIND[type];
      if (kind && connectionId && !laterChanges.has(connectionId))
        laterChanges.set(connectionId, { kind, actor });
      // With an outcome the deletion was refused.
      if (type === 'oauth_app_deleted' && provider && outcome === undefined) deletedApps.add(provider);
      if (type === 'workspace_deleted') workspaceDeletedAt ??= at;
      areServersInDoubt ||= SERVER_ACTS.includes(type);
      isAppChoiceInDoubt ||= APP_CHOICES.includes(type);
    },
    read: () => ({ laterChanges, workspaceDeletedAt, deletedApps, areServersInDoubt, isAppChoiceInDoubt }),
  };
}
