/** What happened in a workspace after the moment of a restored table, as the live table's activity tells it. */
import { isDeepStrictEqual } from 'node:util';
import type { Activity } from './records.ts';
import type { PublicReads } from './stores.ts';

export type ActivityReads = Pick<PublicReads, 'activity'>;

export interface Since {
  /** Newest first. */
  entries: Activity[];
  /** False: the live table lost a part of it, so that nothing is known from what is not there. */
  isWhole: boolean;
}

const PAGE = 100;

/** Whole where the live table still has the last entry that the restored one knows. */
export async function activitySince(
  tables: { live: ActivityReads; restored: ActivityReads },
  workspaceId: string,
): Promise<Since> {
  const [last] = (await tables.restored.activity(workspaceId, 1)).items;
  const entries: Activity[] = [];
  let cursor: string | undefined;
  do {
    const page = await tables.live.activity(workspaceId, PAGE, cursor);
    for (const entry of page.items) {
      if (isDeepStrictEqual(entry, last)) return { entries, isWhole: true };
      entries.push(entry);
    }
    cursor = page.cursor;
  } while (cursor);
  return { entries, isWhole: false };
}

/** What became of a connection since, if the activity tells. */
export function fateOf({ entries }: Since, connectionId: string): 'deleted' | 'replaced' | undefined {
  for (const entry of entries) {
    if (entry.type === 'workspace_deleted') return 'deleted';
    if (entry.connectionId !== connectionId) continue;
    if (entry.type === 'disconnect_requested' || entry.type === 'disconnected') return 'deleted';
    if (entry.type === 'connected') return 'replaced';
  }
  return undefined;
}
