/** Whether a refresh token that may be spent can be presented again, and when. Pure. */
import type { OAuthFacts } from '../../oauth/provider.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';

/** A provider that ends the whole family when it sees a spent refresh token. */
export function isReplayRisky({ refresh }: OAuthFacts): boolean {
  return refresh.kind !== 'none' && refresh.replay === 'kills-family';
}

/** It can only lose an access token that is still good: wait until it is not. */
export function replayAt({ accessExpiresAt = 0 }: Pick<Connection, 'accessExpiresAt'>): number {
  return accessExpiresAt - 2 * LIMITS.injectMargin;
}
