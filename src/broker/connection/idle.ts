/** Whether a connection is idle, and when its grant ends without a refresh. Pure. */
import { HOUR } from '../../contract/durations.ts';
import type { OAuthFacts } from '../../oauth/provider.ts';
import type { Connection } from '../records.ts';

/**
 * Whether a connection was not used for `idleAfter` milliseconds since its last use or its consent. Undefined: no
 * connection is idle.
 */
export function isIdle(
  { lastUsedHour, connectedAt }: Pick<Connection, 'lastUsedHour' | 'connectedAt'>,
  idleAfter: number | undefined,
  now: number,
): boolean {
  if (idleAfter === undefined) return false;
  const used = lastUsedHour === undefined ? connectedAt : Math.max(connectedAt, (lastUsedHour + 1) * HOUR);
  return now - used > idleAfter;
}

/** When the grant ends without a refresh, in milliseconds since the epoch. Undefined: no end is known. */
export function grantDiesAt({
  refreshExpiresAt,
  idleUntil,
}: Pick<Connection, 'refreshExpiresAt' | 'idleUntil'>): number | undefined {
  if (refreshExpiresAt === undefined || idleUntil === undefined) return refreshExpiresAt ?? idleUntil;
  return Math.min(refreshExpiresAt, idleUntil);
}

/** The provider's limit for an unused refresh token, in seconds. Undefined: it documents none. */
export function idleLimitOf({ refresh }: OAuthFacts): number | undefined {
  return refresh.kind === 'none' ? undefined : refresh.idleLimit;
}
