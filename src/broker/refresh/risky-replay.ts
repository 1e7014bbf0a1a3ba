/** Whether and when a refresh token that may be spent can be sent again. Pure. */
import type { OAuthFacts } from '../../oauth/provider.ts';
import { accessEnd } from '../connection/about-to-expire.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';

/**
 * Whether the provider revokes the whole token family when it receives a spent refresh token (RFC 9700 section 4.14.2).
 */
export function isReplayRisky({ refresh }: OAuthFacts): boolean {
  return refresh.kind !== 'none' && refresh.replay === 'kills-family';
}

/**
 * When to send it again: a replay can revoke the current access token, so it waits until that one is about to expire.
 */
export function replayAt(record: Pick<Connection, 'accessExpiresAt' | 'unverifiedAt'>): number {
  return (accessEnd(record) ?? 0) - 2 * LIMITS.injectMargin;
}
