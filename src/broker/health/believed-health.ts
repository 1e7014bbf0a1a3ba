/**
 * What a stored health of an app may say. The item is not sealed, and many workspaces share the one of a verified app: nothing in it
 * may hold longer than what could have been written a moment ago, or one edit would keep all of them from their provider. Pure.
 */
import { VERIFIED } from '../../contract/identifiers.ts';
import { parseAppKey } from '../apps/app-key.ts';
import { LIMITS } from '../limits.ts';
import type { AppHealth, ThrottledAccount } from '../records.ts';

/** The health without what nobody wrote: times that are too late, and members of lists in another form. `now` is milliseconds. */
export function believedHealth(appKey: string, health: AppHealth, now: number): AppHealth {
  const isShared = parseAppKey(appKey)?.owner === VERIFIED;
  const within = (until: number | undefined, longest: number) =>
    until !== undefined && until <= now + longest + LIMITS.healthSkew ? until : undefined;
  const longestPause = isShared ? LIMITS.breakerPauseCap : LIMITS.retryAfterCap;
  return {
    ...health,
    pauseUntil: within(health.pauseUntil, longestPause) ?? 0,
    trialUntil: within(health.trialUntil, LIMITS.trialTime),
    troubledUntil: within(health.troubledUntil, LIMITS.breakerPauseCap),
    slowUntil: within(health.slowUntil, LIMITS.slowFor),
    alertedAt: within(health.alertedAt, 0),
    failing: health.failing?.filter((one) => typeof one === 'string'),
    refused: health.refused?.filter((one) => typeof one === 'string'),
    throttled: health.throttled?.filter((one) => isAccount(one) && within(one.until, LIMITS.retryAfterCap)),
  };
}

function isAccount(one: unknown): one is ThrottledAccount {
  const { by, account, until } = (one ?? {}) as Record<string, unknown>;
  return typeof by === 'string' && typeof account === 'string' && typeof until === 'number';
}
