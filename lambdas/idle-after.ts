import { DAY } from '../src/contract/durations.ts';
import { ALWAYS_FRESH } from '../src/contract/environment.ts';

/** Milliseconds; undefined where every connection is kept fresh. Throws on anything but whole days. */
export function idleAfter(days: string): number | undefined {
  if (days === ALWAYS_FRESH) return undefined;
  if (!/^[1-9][0-9]{0,3}$/.test(days)) throw new Error('the idle time is not a number of days');
  return Number(days) * DAY;
}
