import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';

/** Whether an access token expires so soon that a call should get a new one. Pure. */
export function isAboutToExpire(
  { accessExpiresAt, refreshedAt = 0 }: Pick<Connection, 'accessExpiresAt' | 'refreshedAt'>,
  now: number,
): boolean {
  if (accessExpiresAt === undefined) return false;
  const margin = Math.min(LIMITS.injectMargin, (accessExpiresAt - refreshedAt) * LIMITS.injectMarginShare);
  return accessExpiresAt - now <= margin;
}
