/**
 * The health of an app after a failure. Pure. One tenant's trouble is no verdict on an app that many share: a failure counts
 * only if it is news, several workspaces must report it, and those that opened the breaker cannot keep it open.
 */
import type { StatusReason } from '../../contract/statuses.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { LIMITS } from '../limits.ts';
import type { FailureReport, HealthState } from './app-health-state.ts';
import { restAfterThrottling } from './throttled-app.ts';

/** Returns the health after a failure. It is equal to `before` if the failure says nothing about the app. */
export function healthAfterFailure(
  before: HealthState,
  failure: TokenFailure,
  report: FailureReport,
): HealthState {
  const state = withRefusal(afterTrial(before, report), failure, report);
  if (failure.kind === 'throttled')
    return report.hasFailed ? state : restAfterThrottling(state, failure, report);
  return isNewlyBlamed(state) || counts(state, failure, report)
    ? afterCounted(state, failure, report)
    : state;
}

/** Whoever answers slowly is called slow for some minutes. `took` and `now` are milliseconds. */
export function withSlowness(state: HealthState, took: number, now: number): HealthState {
  const { slowUntil = 0 } = state;
  // Most slow answers leave the item as it is, so that a slow app costs few writes.
  const isNews = took >= LIMITS.slowAnswer && slowUntil - now < LIMITS.slowFor / 2;
  if (isNews) return { ...state, slowUntil: now + LIMITS.slowFor };
  return slowUntil > now ? state : { ...state, slowUntil: undefined };
}

/** The next connection may try at once. Connections that failed before have a trial of their own, and it rests. */
function afterTrial(state: HealthState, { trial, now }: FailureReport): HealthState {
  if (trial === 'news') return { ...state, trialUntil: undefined };
  if (trial === 'troubled') return { ...state, troubledUntil: now + pauseAfter(state.openings ?? 0) };
  return state;
}

/**
 * Who was refused by the name of a client that many share. It is counted apart from failures: a breaker that an outage opened must
 * not hide a wrong secret, and one account's refusal during an outage must not blame the secret.
 */
function withRefusal(
  state: HealthState,
  { kind, isVague }: TokenFailure,
  report: FailureReport,
): HealthState {
  if (!report.isShared || kind !== 'configuration' || isVague || report.wasRefused) return state;
  const refused = [...new Set([...(state.refused ?? []), report.reporter])];
  return { ...state, refused: refused.slice(0, LIMITS.reportersKept) };
}

function isBlamed({ refused = [] }: HealthState): boolean {
  return refused.length >= LIMITS.breakerOpensAt;
}

function isNewlyBlamed(state: HealthState): boolean {
  return isBlamed(state) && state.alertedAt === undefined;
}

/** Whether the provider refuses this workspace's own client by its name: the owner of the app has to correct it. */
function isOwnMistake({ kind, isVague }: TokenFailure, { isShared }: FailureReport): boolean {
  return kind === 'configuration' && !isVague && !isShared;
}

function counts(state: HealthState, failure: TokenFailure, report: FailureReport): boolean {
  if (isOwnMistake(failure, report)) return report.trial !== undefined || !isMistakeKnown(state);
  // A broken account reports once, however often a person tries it again.
  if (report.hasFailed || (failure.isVague && report.isShared)) return false;
  // A request that was under way when the breaker opened does not open the breaker again.
  if (state.openings === undefined) return true;
  return report.trial === 'news';
}

function isMistakeKnown({ openings, reason }: HealthState): boolean {
  return openings !== undefined && reason === 'app_misconfigured';
}

/** The breaker opens after several failures in a row, and again when the trial after a pause fails. */
function afterCounted(state: HealthState, failure: TokenFailure, report: FailureReport): HealthState {
  const { openings, failing = [], alertedAt } = state;
  const isConfiguration = failure.kind === 'configuration';
  const isMistake = isOwnMistake(failure, report);
  const reason: StatusReason = isConfiguration ? 'app_misconfigured' : 'provider_unavailable';
  const reporters = [...new Set([...failing, report.reporter])];
  const counted = { ...state, failing: reporters.slice(0, LIMITS.reportersKept), reason };
  const opens = openings !== undefined || isMistake || isNewlyBlamed(state);
  if (!opens && reporters.length < LIMITS.breakerOpensAt) return counted;
  const isAlert = isConfiguration && (!report.isShared || isBlamed(state));
  return {
    ...counted,
    openings: (openings ?? 0) + 1,
    alertedAt: isAlert ? (alertedAt ?? report.now) : alertedAt,
    pauseUntil: report.now + (isMistake ? LIMITS.configurationPause : pauseAfter(openings ?? 0)),
  };
}

function pauseAfter(openings: number): number {
  return Math.min(LIMITS.breakerPause * 2 ** Math.min(openings, 10), LIMITS.breakerPauseCap);
}
