/** The days of a list of calls, in UTC: the time of an operation id says on which day its call is kept. Pure. */
import { DAY } from '../../contract/durations.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** First and last day, `YYYY-MM-DD`. Absent: see {@link daysOf}. */
export interface Range {
  from?: string | undefined;
  to?: string | undefined;
}

/** The UTC day of a time in milliseconds since the epoch, `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/**
 * The days of a range, the last one first: up to today if it does not say, and {@link LIMITS.daysOfCalls} in all. Days of which
 * nothing is kept any more are left out. Throws Problem `invalid_request` if the range ends before it begins.
 */
export function daysOf({ from, to }: Range, now: number): string[] {
  if (from !== undefined && to !== undefined && from > to) throw new Problem('invalid_request');
  // A caller's clock may be ahead, and its id then is of tomorrow.
  const newest = dayOf(now + LIMITS.operationSkew);
  const last = to !== undefined && to < newest ? to : newest;
  const week = dayOf(Math.min(timeOf(last), now) - (LIMITS.daysOfCalls - 1) * DAY);
  const kept = dayOf(now - LIMITS.toolCallRetention);
  const first = Math.max(timeOf(from ?? week), timeOf(kept));
  const days: string[] = [];
  for (let time = timeOf(last); time >= first; time -= DAY) days.push(dayOf(time));
  return days;
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
