/** The activity as somebody may see it, by role. */
import { type Caller, isSamePerson, type Role } from '../broker/caller.ts';
import { rfc3339 } from '../broker/connection/describe-connection.ts';
import { LIMITS } from '../broker/limits.ts';
import type { Activity } from '../broker/records.ts';
import type { Page, PublicReads } from '../broker/stores.ts';

interface Reading {
  caller: Caller;
  workspaceId: string;
  limit: number;
  /** The position after which the page begins. */
  after?: string | undefined;
}

/**
 * One page of what the caller may see, at most `limit` entries. Entries that are left out are made up for by a few more reads, so
 * a page that is not the last one is rarely short.
 */
export async function visibleActivity(
  reads: Pick<PublicReads, 'activity'>,
  { caller, workspaceId, limit, after }: Reading,
): Promise<Page<Activity>> {
  const items: Activity[] = [];
  let next = after;
  for (let read = 0; read < LIMITS.activityReads; read++) {
    const page = await reads.activity(workspaceId, limit - items.length, next);
    items.push(...page.items.flatMap((entry) => visible(entry, caller, caller.roles.get(workspaceId))));
    next = page.next;
    if (next === undefined || items.length >= limit) break;
  }
  return { items, ...(next !== undefined && { next }) };
}

/** An entry as the API returns it: its time as RFC 3339. */
export function describeActivity(entry: Activity) {
  return { ...entry, at: rfc3339(entry.at) };
}

const OF_APPS: readonly Activity['type'][] = ['oauth_app_put', 'oauth_app_deleted'];

/** Only admins see what an own OAuth app is, and other people's refusals. */
function visible(entry: Activity, caller: Caller, role: Role | undefined): Activity[] {
  if (role === 'admin') return [entry];
  if (entry.type === 'refused') return isBy(caller, entry) ? [entry] : [];
  if (!OF_APPS.includes(entry.type)) return [entry];
  const { addressesBefore: _, addressesAfter: __, clientId: ___, ...shown } = entry;
  return [shown];
}

function isBy(caller: Caller, { actor, actorIssuer }: Activity): boolean {
  return (
    actor !== undefined &&
    actorIssuer !== undefined &&
    isSamePerson(caller, { issuer: actorIssuer, subject: actor })
  );
}
