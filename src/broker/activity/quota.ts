/** Limits on what one person may begin in a short time, and on what a workspace may have (T171). */
import type { ActivityType } from '../../contract/activity.ts';
import type { Caller } from '../caller.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Activity } from '../records.ts';
import type { PublicReads } from '../stores.ts';

/** The acts that are limited. Each one leaves at least its entry in the activity. */
const ACTS: readonly ActivityType[] = [
  'connect_started',
  'oauth_app_put',
  'oauth_app_deleted',
  'mcp_server_put',
  'mcp_server_deleted',
];

/** Throws `too_many_requests` above the limits of a person or a workspace. It counts the entries of the activity. */
export async function refuseTooManyActs(
  ports: Pick<Ports, 'clock'> & { reads: Pick<PublicReads, 'activity'> },
  { workspaceId, caller }: { workspaceId: string; caller: Caller },
): Promise<void> {
  const recent = await recentActs(ports, workspaceId);
  const own = recent.filter(({ actor }) => actor === caller.subject);
  if (own.length >= LIMITS.actsOfPerson || recent.length >= LIMITS.actsOfWorkspace)
    throw new Problem('too_many_requests');
}

async function recentActs(
  { reads, clock }: Parameters<typeof refuseTooManyActs>[0],
  workspaceId: string,
): Promise<Activity[]> {
  const since = clock.now() - LIMITS.actsWindow;
  const acts: Activity[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < LIMITS.actsPages; page++) {
    const { items, cursor: next } = await reads.activity(workspaceId, LIMITS.actsPage, cursor);
    const recent = items.filter(({ at }) => at > since);
    acts.push(...recent.filter(({ type }) => ACTS.includes(type)));
    if (!next || recent.length < items.length) break;
    cursor = next;
  }
  return acts;
}

/** Throws `quota_exceeded` when `limit` items exist. Call it only for a new item: existing ones may always change. */
export function refuseOverQuota(limit: number, existing: readonly unknown[]): void {
  if (existing.length >= limit) throw new Problem('quota_exceeded');
}
