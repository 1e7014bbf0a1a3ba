/** When a connection is due, in milliseconds since the epoch. Pure. */
import { LIMITS } from '../limits.ts';

export interface Lives {
  /** When the tokens were asked for. */
  now: number;
  /** Undefined: the access token has no clock. */
  accessExpiresAt: number | undefined;
  /** When the grant ends if nothing is refreshed. Undefined: nobody knows of an end. */
  grantDiesAt: number | undefined;
  canRefresh: boolean;
  /** Nobody used the connection for long. */
  isIdle: boolean;
  /** In [0, 1), for jitter. */
  random: number;
}

/** When something is to be done for tokens just stored. Undefined: never, since nothing of them expires. */
export function nextDueAt({ now, accessExpiresAt: expiresAt, random, ...lives }: Lives): number | undefined {
  if (expiresAt === undefined) return undefined;
  if (!lives.canRefresh) {
    // Somebody is told before the end, which no refresh can move.
    const warnAt = expiresAt - LIMITS.warnBefore;
    return warnAt > now ? warnAt : expiresAt;
  }
  const fresh = refreshDueAt({ now, expiresAt, random });
  return lives.isIdle
    ? Math.max(fresh, keepAliveAt({ since: now, grantDiesAt: lives.grantDiesAt, random }))
    : fresh;
}

/**
 * Before the expiry by the margin, and by a random part of half the margin more, so that connections made together do
 * not fall due together (T125). `random` is in [0, 1).
 */
export function refreshDueAt(input: { now: number; expiresAt: number; random: number }): number {
  const margin = refreshMargin(input.expiresAt - input.now);
  return Math.round(input.expiresAt - margin * (1 + input.random / 2));
}

function refreshMargin(lifetime: number): number {
  return Math.min(Math.max(LIMITS.refreshMargin, lifetime / 10), lifetime * LIMITS.refreshMarginShare);
}

/**
 * Half-way to the end of an unused grant, or after {@link LIMITS.keepAlive} where its end is further or unknown, and up to
 * a tenth earlier (T132).
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
 * Full-jitter back-off: anywhere between nothing and an exponentially growing cap, but not before the provider's
 * Retry-After, which is honoured up to a limit. `failures` counts the earlier ones; `random` is in [0, 1).
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
