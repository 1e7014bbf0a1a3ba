/**
 * What a stored health lets one connection do. After a pause the breaker is half open: one request may try at a time. A
 * connection whose last attempt failed, or whose reporter was heard before, takes a trial of its own: its failure says nothing
 * new, so a few broken accounts cannot use up everybody's trial. Pure.
 */
import { LIMITS } from '../limits.ts';
import type { AppHealth } from '../records.ts';

/** `news`: its outcome says something about the app. `troubled`: it or its reporter failed before, and only success does. */
export type Trial = 'news' | 'troubled';

/** What may be done, with the trial to take first. `retryAt` is milliseconds since the epoch. */
export type Leave = { mayAsk: true; trial?: Trial } | { mayAsk: false; retryAt: number };

const LOCK = { news: 'trialUntil', troubled: 'troubledUntil' } as const;

/** Judges a health for one connection. `isTroubled`: it failed before, or {@link wasHeard}. `now` is milliseconds. */
export function leaveOf(health: AppHealth | undefined, isTroubled: boolean, now: number): Leave {
  if (!health) return { mayAsk: true };
  if (health.pauseUntil > now) return { mayAsk: false, retryAt: health.pauseUntil };
  if (health.openings === undefined) return { mayAsk: true };
  const trial = isTroubled ? 'troubled' : 'news';
  const until = health[LOCK[trial]] ?? 0;
  return until > now ? { mayAsk: false, retryAt: until } : { mayAsk: true, trial };
}

/** Whether this reporter is among those that opened the breaker or made the app rest. */
export function wasHeard({ failing, throttled }: AppHealth, reporter: string): boolean {
  return (
    failing?.includes(reporter) === true ||
    throttled?.some(({ by, hasRested }) => by === reporter && hasRested) === true
  );
}

/** The attributes that take a trial. */
export function takenTrial(trial: Trial, now: number): Pick<AppHealth, 'trialUntil' | 'troubledUntil'> {
  return { [LOCK[trial]]: now + LIMITS.trialTime };
}

/** A health without a trial that was taken at `takenAt`, if nobody took another one since. */
export function withoutTrial<H extends Partial<AppHealth>>(health: H, trial: Trial, takenAt: number): H {
  const name = LOCK[trial];
  return health[name] === takenTrial(trial, takenAt)[name] ? { ...health, [name]: undefined } : health;
}
