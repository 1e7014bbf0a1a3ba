/** The days of lists and counts of calls, in UTC: the time of an operation id says on which day its call is kept. Pure. */
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
  const week = dayOf(Math.min(timeOfDay(last), now) - (LIMITS.daysOfCalls - 1) * DAY);
  const kept = dayOf(now - LIMITS.toolCallRetention);
  const first = Math.max(timeOfDay(from ?? week), timeOfDay(kept));
  const days: string[] = [];
  for (let time = timeOfDay(last); time >= first; time -= DAY) days.push(dayOf(time));
  return days;
}

/** The days until today, the last one first. */
export function lastDays(now: number, days: number): string[] {
  return Array.from({ length: days }, (_, ago) => dayOf(now - ago * DAY));
}

/**
 * The first and the last day of a span to count: up to today, and from seven days before its end, if it does not say. Throws
 * Problem `invalid_request` for a span that ends before it begins, or of more than {@link LIMITS.daysOfCounts} days.
 */
export function spanOf({ from, to }: Range, now: number): { from: string; to: string; days: string[] } {
  const last = to ?? dayOf(now);
  const first = from ?? dayOf(Math.max(timeOfDay(last) - (LIMITS.daysOfCalls - 1) * DAY, 0));
  const length = (timeOfDay(last) - timeOfDay(first)) / DAY + 1;
  if (length < 1 || length > LIMITS.daysOfCounts) throw new Problem('invalid_request');
  const days = Array.from({ length }, (_, index) => dayOf(timeOfDay(last) - index * DAY));
  return { from: first, to: last, days };
}

/** When a UTC day begins, `YYYY-MM-DD`, in milliseconds since the epoch. */
export function timeOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
