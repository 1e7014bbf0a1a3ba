/** The health of an app as it is judged, and the report of one failure. Pure. */
import type { AppHealth } from '../records.ts';
import type { Trial } from './app-trial.ts';

/** What one failure is judged with. */
export interface FailureReport {
  /** The workspace for an app that many workspaces share, else the connection. */
  reporter: string;
  /** Hash of the provider's account. Undefined: the account is not known. */
  account: string | undefined;
  /** The connection's attempt before this one failed as well, so that this failure says nothing new about the app. */
  hasFailed: boolean;
  /**
   * The attempt before failed because the provider refused the client. After a failure of another kind a refusal is news, so
   * that an outage does not hide a wrong secret.
   */
  wasRefused: boolean;
  /** The trial that this request was, while the breaker is half open. */
  trial: Trial | undefined;
  /** Whether many workspaces share the app. */
  isShared: boolean;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Every attribute but the revision is named, so that the write also removes attributes. */
export type HealthState = { [K in keyof Required<Omit<AppHealth, 'revision'>>]: AppHealth[K] };

/** The state of a stored health, or of an app without one. */
export function stateOf(before: AppHealth | undefined): HealthState {
  return {
    pauseUntil: before?.pauseUntil ?? 0,
    reason: before?.reason ?? 'provider_unavailable',
    failing: before?.failing,
    refused: before?.refused,
    openings: before?.openings,
    trialUntil: before?.trialUntil,
    troubledUntil: before?.troubledUntil,
    throttled: before?.throttled,
    slowUntil: before?.slowUntil,
    alertedAt: before?.alertedAt,
  };
}
