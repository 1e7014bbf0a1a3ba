import { DAY } from '../src/contract/durations.ts';
import { ALWAYS_FRESH } from '../src/contract/environment.ts';

/** The idle time in milliseconds; undefined if all connections are kept fresh. Throws unless `days` is 1 to 9999. */
export function idleAfter(days: string): number | undefined {
  if (days === ALWAYS_FRESH) return undefined;
  if (!/^[1-9][0-9]{0,3}$/.test(days)) throw new Error('the idle time is not a number of days');
  return Number(days) * DAY;
}
