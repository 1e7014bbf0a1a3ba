/** The activity as somebody may see it, by role, and narrowed to what they ask for. */
import { firstIdOf } from '../broker/activity/entry-ids.ts';
import { type Caller, isSamePerson, type Role } from '../broker/caller.ts';
import { timeOfDay } from '../broker/calls/days.ts';
import { rfc3339 } from '../broker/connection/describe-connection.ts';
import { Problem } from '../broker/errors.ts';
import { LIMITS } from '../broker/limits.ts';
import type { Ports } from '../broker/ports.ts';
import type { Activity } from '../broker/records.ts';
import type { Page, RecordedActivity } from '../broker/stores.ts';
import { DAY } from '../contract/durations.ts';

/** The ports of a list of the activity. */
export interface ActivityPorts {
  reads: Pick<Ports['reads'], 'activity'>;
}

/** What a list of the activity is narrowed to. */
export interface ActivityFilter {
  /** The subject of the person who acted. */
  person?: string | undefined;
  provider?: string | undefined;
  connection?: string | undefined;
  server?: string | undefined;
  /** One type, or several with a comma between them. */
  type?: string | undefined;
  /** First and last day, `YYYY-MM-DD` in UTC. */
  from?: string | undefined;
  to?: string | undefined;
}

/** One page that somebody asks for. */
export interface ActivityReading {
  caller: Caller;
  workspaceId: string;
  filter: ActivityFilter;
  /** How many entries a page has at most, and how many are looked at for it. */
  limit: number;
  lookedAt: number;
  /** The position after which the page begins. */
  after?: string | undefined;
}

/**
 * One page of what the caller may see and asks for, newest first. It can be shorter than its limit, also empty, and still have a
 * next one: `lookedAt` bounds what is read for it. Throws Problem `invalid_request` for days that end before they begin.
 */
export async function visibleActivity(
  { reads }: ActivityPorts,
  reading: ActivityReading,
): Promise<Page<RecordedActivity>> {
  const { workspaceId, limit, lookedAt } = reading;
  const { newest, oldest } = endsOf(reading.filter);
  const items: RecordedActivity[] = [];
  let next = reading.after ?? newest;
  for (let looked = 0; looked < lookedAt; ) {
    const isFirstOfAll = looked === 0 && !isFiltered(reading);
    const size = Math.min(isFirstOfAll ? limit : lookedAt, lookedAt - looked, LIMITS.activityChunk);
    const page = await reads.activity(workspaceId, size, next);
    for (const entry of page.items) {
      if (entry.id < oldest) return { items };
      items.push(...visible(entry, reading).filter((shown) => isWanted(shown, reading.filter)));
      const isRest = entry !== page.items.at(-1) || page.next !== undefined;
      if (items.length >= limit) return { items, ...(isRest && { next: entry.id }) };
    }
    if (page.next === undefined) return { items };
    next = page.next;
    looked += size;
  }
  return { items, ...(next !== undefined && { next }) };
}

/** An entry as the API returns it: its time as RFC 3339. */
export function describeActivity({ id: _, ...entry }: RecordedActivity) {
  return { ...entry, at: rfc3339(entry.at) };
}

/** Positions: the newest entry comes before the one, and the oldest is not before the other. */
function endsOf({ from, to }: ActivityFilter): { newest?: string | undefined; oldest: string } {
  if (from !== undefined && to !== undefined && from > to) throw new Problem('invalid_request');
  return {
    newest: to === undefined ? undefined : firstIdOf(timeOfDay(to) + DAY),
    oldest: from === undefined ? '' : firstIdOf(timeOfDay(from)),
  };
}

/** Whether few of the entries that are read may be wanted: then many are read at once. */
function isFiltered({ filter }: ActivityReading): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** After {@link visible}: nobody finds out by a filter what they may not see. */
function isWanted(entry: Activity, { person, provider, connection, server, type }: ActivityFilter): boolean {
  return (
    (person === undefined || entry.actor === person) &&
    (provider === undefined || entry.provider === provider) &&
    (connection === undefined || entry.connectionId === connection) &&
    (server === undefined || entry.server === server) &&
    (type === undefined || type.split(',').includes(entry.type))
  );
}

const OF_APPS: readonly Activity['type'][] = ['oauth_app_put', 'oauth_app_deleted'];

/** Only admins see what an own OAuth app is, and other people's refusals. */
function visible(
  entry: RecordedActivity,
  { caller, workspaceId }: Pick<ActivityReading, 'caller' | 'workspaceId'>,
): RecordedActivity[] {
  const role: Role | undefined = caller.roles.get(workspaceId);
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
