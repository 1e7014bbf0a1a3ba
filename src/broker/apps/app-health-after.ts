/** What a failure makes of an app's health. Pure. */
import type { StatusReason } from '../../contract/statuses.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { LIMITS } from '../limits.ts';
import type { AppHealth } from '../records.ts';

/** The app rests already, for a reason as bad: what was under way when it opened does not open the breaker further. */
export function isKnown({ openings, reason }: AppHealth, { kind }: TokenFailure): boolean {
  return (
    openings !== undefined &&
    kind !== 'throttled' &&
    (kind !== 'configuration' || reason === 'app_misconfigured')
  );
}

export interface Report {
  /** Who met a failure since the last answer, as far as the reporting process knows. */
  by: Iterable<string>;
  /** So many in a row make the app's configuration the culprit. */
  configurationAt: number;
  /** Milliseconds that one 429 rests the app at most. */
  restAtMost: number;
  now: number;
}

/** Every attribute is named, so that the write also removes. */
export function worsened(before: AppHealth | undefined, failure: TokenFailure, report: Report): Worse {
  return failure.kind === 'throttled'
    ? throttled(before, failure, report)
    : counted(before, failure.kind === 'configuration', report);
}

type Worse = AppHealth & { [K in 'failing' | 'openings' | 'alertedAt']: AppHealth[K] };

function throttled(
  before: AppHealth | undefined,
  { retryAfter = 0 }: TokenFailure,
  { now, restAtMost }: Report,
): Worse {
  const { pauseUntil = 0, failing, openings, alertedAt } = before ?? {};
  const asked = Math.min(retryAfter * 1_000, restAtMost);
  const until = now + Math.max(asked, LIMITS.throttlePause);
  return {
    failing,
    openings,
    alertedAt,
    pauseUntil: Math.max(pauseUntil, until),
    reason: 'provider_throttled',
  };
}

/** The breaker opens when several fail in a row, and again when the one that tried it fails. */
function counted(
  before: AppHealth | undefined,
  isConfiguration: boolean,
  { by, configurationAt, now }: Report,
): Worse {
  const { pauseUntil = 0, failing = [], openings, alertedAt } = before ?? {};
  const reason: StatusReason = isConfiguration ? 'app_misconfigured' : 'provider_unavailable';
  const several = [...new Set([...failing, ...by])];
  const opensAt = isConfiguration ? configurationAt : LIMITS.breakerOpensAt;
  if (openings === undefined && several.length < opensAt)
    return { failing: several, openings, alertedAt, pauseUntil, reason };
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
