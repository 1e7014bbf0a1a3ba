/**
 * How long an app rests after a 429 (RFC 6585 section 4). Many providers limit each account, so the answer to one account
 * binds its connection alone: the app rests only after two accounts were told to wait. Pure.
 */
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { LIMITS } from '../limits.ts';
import type { ThrottledAccount } from '../records.ts';
import type { FailureReport, HealthState } from './app-health-state.ts';

/**
 * Returns the state with this answer. It rests no longer than two accounts were told, and shared apps only briefly. Whoever made
 * it rest does so no second time before a success: while it rests nobody else can have one, so two tenants could keep it so.
 */
export function restAfterThrottling(
  state: HealthState,
  { retryAfter = 0 }: TokenFailure,
  report: FailureReport,
): HealthState {
  const { reporter: by, account = '', isShared, now } = report;
  const { throttled: before = [] } = state;
  const asked = Math.min(retryAfter * 1_000, LIMITS.retryAfterCap);
  const told = { by, account, until: now + Math.max(asked, LIMITS.throttlePause) };
  const throttled = remembered(before, told, now);
  const waiting = throttled.filter(({ until }) => until > now);
  const others = [...new Set(waiting.map((each) => each.by))];
  const agreeing = hasRested(before, by) ? [] : others.filter((other) => agreed(waiting, by, other) > 0);
  if (agreeing.length === 0) return { ...state, throttled };
  const agreedUntil = Math.max(...agreeing.map((other) => agreed(waiting, by, other)));
  const longest = isShared ? LIMITS.sharedThrottlePause : LIMITS.retryAfterCap;
  return {
    ...state,
    throttled: throttled.map((each) =>
      [by, ...agreeing].includes(each.by) ? { ...each, hasRested: true as const } : each,
    ),
    pauseUntil: Math.max(state.pauseUntil, Math.min(agreedUntil, now + longest)),
    reason: 'provider_throttled',
    // Half open afterwards: one at a time, until the first success lets all go.
    openings: state.openings ?? 1,
  };
}

function hasRested(throttled: readonly ThrottledAccount[], by: string): boolean {
  return throttled.some((each) => each.by === by && each.hasRested);
}

/** With the new one: of each reporter the newest, and those that made the app rest also when their wait is over. */
function remembered(
  before: readonly ThrottledAccount[],
  told: ThrottledAccount,
  now: number,
): ThrottledAccount[] {
  const kept = before.filter(
    (each) => (each.until > now || each.hasRested) && !(each.by === told.by && each.account === told.account),
  );
  const ofBy = kept.filter(({ by }) => by === told.by).slice(1 - LIMITS.accountsKept);
  const others = kept.filter(({ by }) => by !== told.by);
  const marked = hasRested(before, told.by) ? { ...told, hasRested: true as const } : told;
  return [...others, ...ofBy, marked].slice(-LIMITS.reportersKept);
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
