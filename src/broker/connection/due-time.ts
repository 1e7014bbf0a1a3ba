/** When a connection is due, in milliseconds since the epoch. Pure. */
import { LIMITS } from '../limits.ts';

/** Lifetimes of stored tokens. Times are milliseconds since the epoch. */
export interface Lives {
  /** When the provider was asked for the tokens. */
  now: number;
  /** Undefined: the access token has no known expiry. */
  accessExpiresAt: number | undefined;
  /** When the grant ends without a refresh. Undefined: no end is known. */
  grantDiesAt: number | undefined;
  canRefresh: boolean;
  /** Whether the connection was not used for a long time. */
  isIdle: boolean;
  /** In [0, 1), for jitter. */
  random: number;
}

/** When new tokens are due for a refresh or a warning. Undefined: never, since they do not expire. */
export function nextDueAt({ now, accessExpiresAt: expiresAt, random, ...lives }: Lives): number | undefined {
  if (expiresAt === undefined) return undefined;
  if (!lives.canRefresh) {
    // No refresh can move this end, so a warning is due before it.
    const warnAt = expiresAt - LIMITS.warnBefore;
    return warnAt > now ? warnAt : expiresAt;
  }
  const fresh = refreshDueAt({ now, expiresAt, random });
  return lives.isIdle
    ? Math.max(fresh, keepAliveAt({ since: now, grantDiesAt: lives.grantDiesAt, random }))
    : fresh;
}

/**
 * Returns a time before the expiry by the margin and a random part of half the margin, so that connections made
 * together are not due together (T125). `random` is in [0, 1).
 */
export function refreshDueAt(input: { now: number; expiresAt: number; random: number }): number {
  const margin = refreshMargin(input.expiresAt - input.now);
  return Math.round(input.expiresAt - margin * (1 + input.random / 2));
}

function refreshMargin(lifetime: number): number {
  return Math.min(Math.max(LIMITS.refreshMargin, lifetime / 10), lifetime * LIMITS.refreshMarginShare);
}

/**
 * Returns when an idle connection is refreshed: half-way to the end of its grant, at the latest after
 * {@link LIMITS.keepAlive}, and a random tenth earlier (T132). `random` is in [0, 1).
 */
export function keepAliveAt(input: {
  since: number;
  grantDiesAt: number | undefined;
  random: number;
}): number {
  const { since, grantDiesAt = Number.POSITIVE_INFINITY, random } = input;
  const pause = Math.min(LIMITS.keepAlive, (grantDiesAt - since) / 2);
  return Math.round(since + Math.max(0, pause) * (1 - random / 10));
}

/**
 * Returns the time of the next attempt: full-jitter back-off, a random part of an exponentially growing cap, after the
 * provider's Retry-After (seconds, honoured up to a limit). `failures` counts earlier failures; `random` is in [0, 1).
 */
export function retryAt(input: {
  now: number;
  failures: number;
  retryAfter?: number;
  random: number;
}): number {
  const cap = Math.min(LIMITS.retryCap, LIMITS.retryBase * 2 ** Math.min(input.failures, 20));
  const asked = Math.min((input.retryAfter ?? 0) * 1_000, LIMITS.retryAfterCap);
  return Math.round(input.now + asked + Math.max(1_000, cap * input.random));
}
