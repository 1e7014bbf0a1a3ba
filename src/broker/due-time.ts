/** When a connection is due, in milliseconds since the epoch. Pure. */
import { LIMITS } from './limits.ts';

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
