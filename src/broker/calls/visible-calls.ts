/** The records of calls that somebody may see, page by page: admins see all of a workspace, members their own. */

import { is, UUID_V7 } from '../../contract/identifiers.ts';
import type { ToolCallOutcome } from '../../contract/injection-messages.ts';
import { type Caller, isSamePerson } from '../caller.ts';
import { Problem } from '../errors.ts';
import { operationDay, operationTime } from '../inject/operation-id.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Page } from '../stores.ts';
import { daysOf, type Range } from './days.ts';
import { type CallEntry, newestCalls } from './newest-calls.ts';

type ReadingPorts = Pick<Ports, 'callReads' | 'clock'>;

/** What a list of calls is narrowed to. */
export interface CallFilter extends Range {
  server?: string | undefined;
  tool?: string | undefined;
  connection?: string | undefined;
  outcome?: ToolCallOutcome | undefined;
  /** Only calls of the person who asks. Members get no others in any case. */
  mine: boolean;
}

export interface CallsReading {
  caller: Caller;
  workspaceId: string;
  filter: CallFilter;
  /** How many calls a page has at most, and how many records are looked at for it. */
  limit: number;
  lookedAt: number;
  /** The `next` of the page before. */
  after?: string | undefined;
}

/**
 * One page, newest first by the time of the ids. It can be shorter than its limit, also empty, and still have a next one: what is
 * looked at for it is bounded by `lookedAt` and by {@link LIMITS.daysOfPage}, whatever the workspace did.
 */
export async function visibleCalls(ports: ReadingPorts, reading: CallsReading): Promise<Page<CallEntry>> {
  const { workspaceId, limit, after, filter } = reading;
  const days = daysFrom(daysOf(filter, ports.clock.now()), after);
  const items: CallEntry[] = [];
  const before = after !== undefined && isId(after) ? after : undefined;
  let looked = 0;
  let last: string | undefined;
  for (const day of days.slice(0, LIMITS.daysOfPage)) {
    for await (const entry of newestCalls(
      ports,
      { workspaceId, day },
      { limit: limit - items.length, before },
    )) {
      if (last !== undefined && (items.length >= limit || looked >= reading.lookedAt))
        return { items, next: last };
      looked += 1;
      last = entry.key.operationId;
      if (isWanted(entry, reading)) items.push(entry);
    }
  }
  const rest = days[LIMITS.daysOfPage];
  return { items, ...(rest !== undefined && { next: rest }) };
}

/** One call. Throws Problem `not_found` for an id that nobody used, and for another person's call unless an admin asks. */
export async function visibleCall(
  { callReads, clock }: ReadingPorts,
  { caller, workspaceId, operationId }: { caller: Caller; workspaceId: string; operationId: string },
): Promise<CallEntry> {
  // No id of a later time was ever accepted, and some have no day of four digits.
  if (operationTime(operationId) > clock.now() + LIMITS.operationSkew) throw new Problem('not_found');
  const key = { workspaceId, day: operationDay(operationId), operationId };
  const record = await callReads.call(key);
  const entry = record && { key, record };
  if (!entry || !isVisible(entry, caller)) throw new Problem('not_found');
  return entry;
}

/** A position is the last call of the page before, or the day at which the next page begins. */
function daysFrom(days: string[], after: string | undefined): string[] {
  if (after === undefined) return days;
  const first = isId(after) ? operationDay(after) : after;
  return days.filter((day) => day <= first);
}

function isId(position: string): boolean {
  return is(UUID_V7, position);
}

function isWanted(entry: CallEntry, { caller, filter }: CallsReading): boolean {
  const { server, tool, connection, outcome, mine } = filter;
  const { record } = entry;
  return (
    isVisible(entry, caller) &&
    (!mine || isBy(entry, caller)) &&
    (server === undefined || record.server === server) &&
    (tool === undefined || record.tool === tool) &&
    (connection === undefined || record.connectionId === connection) &&
    (outcome === undefined || record.outcome === outcome)
  );
}

function isVisible(entry: CallEntry, caller: Caller): boolean {
  return caller.roles.get(entry.key.workspaceId) === 'admin' || isBy(entry, caller);
}

/** A call without a caller token is nobody's. */
function isBy({ record }: CallEntry, caller: Caller): boolean {
  return record.caller !== undefined && isSamePerson(record.caller, caller);
}
