/** Whether a connection is used, and when its grant would end if it were not. Pure. */
import { HOUR } from '../../contract/durations.ts';
import type { OAuthFacts } from '../../oauth/provider.ts';
import type { Connection } from '../records.ts';

/** `idleAfter` undefined: none ever is. One that was never used counts from its consent. */
export function isIdle(
  { lastUsedHour, connectedAt }: Pick<Connection, 'lastUsedHour' | 'connectedAt'>,
  idleAfter: number | undefined,
  now: number,
): boolean {
  if (idleAfter === undefined) return false;
  const used = lastUsedHour === undefined ? connectedAt : Math.max(connectedAt, (lastUsedHour + 1) * HOUR);
  return now - used > idleAfter;
}

/** Undefined: the provider documents no end. */
export function grantDiesAt({
  refreshExpiresAt,
  idleUntil,
}: Pick<Connection, 'refreshExpiresAt' | 'idleUntil'>): number | undefined {
  if (refreshExpiresAt === undefined || idleUntil === undefined) return refreshExpiresAt ?? idleUntil;
  return Math.min(refreshExpiresAt, idleUntil);
}

/** Seconds. */
export function idleLimitOf({ refresh }: OAuthFacts): number | undefined {
  return refresh.kind === 'none' ? undefined : refresh.idleLimit;
}
