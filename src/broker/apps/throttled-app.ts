/**
 * How long an app rests after a 429 (RFC 6585 section 4). Many providers limit each account, so the answer to one account
 * binds its connection alone: the app rests only after two accounts were told to wait. Pure.
 */
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { LIMITS } from '../limits.ts';
import type { ThrottledAccount } from '../records.ts';
import type { FailureReport, HealthState } from './app-health-state.ts';

/** Returns the state with this answer. It rests no longer than two accounts were told, and shared apps only briefly. */
export function restAfterThrottling(
  state: HealthState,
  { retryAfter = 0 }: TokenFailure,
  report: FailureReport,
): HealthState {
  const { reporter: by, account = '', isShared, now } = report;
  const asked = Math.min(retryAfter * 1_000, LIMITS.retryAfterCap);
  const told = { by, account, until: now + Math.max(asked, LIMITS.throttlePause) };
  const throttled = [...stillWaiting(state, now).filter((each) => !isSame(each, told)), told].slice(
    -LIMITS.reportersKept,
  );
  const others = new Set(throttled.map((each) => each.by));
  const agreedUntil = Math.max(0, ...[...others].map((other) => agreed(throttled, by, other)));
  if (agreedUntil === 0) return { ...state, throttled };
  const longest = isShared ? LIMITS.sharedThrottlePause : LIMITS.retryAfterCap;
  const pauseUntil = Math.max(state.pauseUntil, Math.min(agreedUntil, now + longest));
  return { ...state, throttled, pauseUntil, reason: 'provider_throttled' };
}

function stillWaiting({ throttled = [] }: HealthState, now: number): ThrottledAccount[] {
  return throttled.filter(({ until }) => until > now);
}

function isSame(left: ThrottledAccount, right: ThrottledAccount): boolean {
  return left.by === right.by && left.account === right.account;
}

/** Until when both were told to wait; 0 if they are the same, or share an account, or an account is not known. */
function agreed(throttled: ThrottledAccount[], left: string, right: string): number {
  const ofLeft = throttled.filter(({ by }) => by === left);
  const ofRight = throttled.filter(({ by }) => by === right);
  const isCommon = ({ account }: ThrottledAccount) =>
    account === '' || ofRight.some((other) => other.account === account || other.account === '');
  return left === right || ofLeft.some(isCommon) ? 0 : Math.min(latest(ofLeft), latest(ofRight));
}

function latest(told: ThrottledAccount[]): number {
  return Math.max(...told.map(({ until }) => until));
}
