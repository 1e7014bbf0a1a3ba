import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';

type Expiry = Pick<Connection, 'accessExpiresAt' | 'unverifiedAt'>;

/**
 * When the access token may no longer be used, in milliseconds since the epoch: its expiry, or earlier where a restored
 * connection was not verified yet. Undefined: the provider gave no expiry. Pure.
 */
export function accessEnd({ accessExpiresAt, unverifiedAt }: Expiry): number | undefined {
  if (accessExpiresAt === undefined || unverifiedAt === undefined) return accessExpiresAt ?? unverifiedAt;
  return Math.min(accessExpiresAt, unverifiedAt);
}

/** Whether an access token expires so soon that a call should get a new one. Pure. */
export function isAboutToExpire(record: Expiry & Pick<Connection, 'refreshedAt'>, now: number): boolean {
  const end = accessEnd(record);
  if (end === undefined) return false;
  const margin = Math.min(LIMITS.injectMargin, (end - (record.refreshedAt ?? 0)) * LIMITS.injectMarginShare);
  return end - now <= margin;
}
