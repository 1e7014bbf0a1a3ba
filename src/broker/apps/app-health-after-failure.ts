/** The health of an app after a failure. Pure. */
import type { StatusReason } from '../../contract/statuses.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { LIMITS } from '../limits.ts';
import type { AppHealth } from '../records.ts';

/**
 * Whether the breaker is open already for a reason as serious. Requests that were under way then do not extend its
 * pause.
 */
export function isAlreadyPaused({ openings, reason }: AppHealth, { kind }: TokenFailure): boolean {
  return (
    openings !== undefined &&
    kind !== 'throttled' &&
    (kind !== 'configuration' || reason === 'app_misconfigured')
  );
}

/** What one failure is judged with. */
export interface FailureReport {
  /** Connections or workspaces that met a failure since the last answer, as far as this process knows. */
  by: Iterable<string>;
  /** This many reporters in a row open the breaker for a wrong configuration. */
  configurationAt: number;
  /** The longest pause after one 429, in milliseconds. */
  longestPause: number;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Returns the new health after a failure. Every attribute is named, so that the write also removes attributes. */
export function healthAfterFailure(
  before: AppHealth | undefined,
  failure: TokenFailure,
  report: FailureReport,
): NewHealth {
  return failure.kind === 'throttled'
    ? afterThrottling(before, failure, report)
    : afterCountedFailure(before, failure.kind === 'configuration', report);
}

type NewHealth = AppHealth & { [K in 'failing' | 'openings' | 'alertedAt']: AppHealth[K] };

function afterThrottling(
  before: AppHealth | undefined,
  { retryAfter = 0 }: TokenFailure,
  { now, longestPause }: FailureReport,
): NewHealth {
  const { pauseUntil = 0, failing, openings, alertedAt } = before ?? {};
  const asked = Math.min(retryAfter * 1_000, longestPause);
  const until = now + Math.max(asked, LIMITS.throttlePause);
  return {
    failing,
    openings,
    alertedAt,
    pauseUntil: Math.max(pauseUntil, until),
    reason: 'provider_throttled',
  };
}

/** The breaker opens after several failures in a row, and again when the one trial after a pause fails. */
function afterCountedFailure(
  before: AppHealth | undefined,
  isConfiguration: boolean,
  { by, configurationAt, now }: FailureReport,
): NewHealth {
  const { pauseUntil = 0, failing = [], openings, alertedAt } = before ?? {};
  const reason: StatusReason = isConfiguration ? 'app_misconfigured' : 'provider_unavailable';
  const reporters = [...new Set([...failing, ...by])];
  const opensAt = isConfiguration ? configurationAt : LIMITS.breakerOpensAt;
  if (openings === undefined && reporters.length < opensAt)
    return { failing: reporters, openings, alertedAt, pauseUntil, reason };
  return {
    failing: [],
    openings: (openings ?? 0) + 1,
    alertedAt: isConfiguration ? (alertedAt ?? now) : alertedAt,
    pauseUntil: now + (isConfiguration ? LIMITS.configurationPause : pauseAfter(openings ?? 0)),
    reason,
  };
}

function pauseAfter(openings: number): number {
  return Math.min(LIMITS.breakerPause * 2 ** Math.min(openings, 10), LIMITS.breakerPauseCap);
}
