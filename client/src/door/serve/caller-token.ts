/** The caller's JWT, of which the door reads just enough to answer 401 and to choose a workspace. The injector verifies it. */
import { DOOR_LIMITS } from '../door-limits.ts';

/** A JWT whose signature nobody has checked yet. */
export interface CallerToken {
  text: string;
  claims: Readonly<Record<string, unknown>>;
}

/**
 * The token of `Authorization` (RFC 6750 section 2.1). Undefined: there is none, it is not a signed JWT (RFC 7519 section 3), or
 * it says itself that it has expired. `now` is in milliseconds.
 */
export function callerToken(header: string | undefined | false, now: number): CallerToken | undefined {
  const text = /^bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(header || '')?.[1];
  if (text === undefined || text.length > DOOR_LIMITS.callerToken) return undefined;
  const claims = claimsOf(text);
  return claims && !isOver(claims.exp, now) ? { text, claims } : undefined;
}

function claimsOf(token: string): Record<string, unknown> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
    return isObject ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isOver = (exp: unknown, now: number) => typeof exp === 'number' && exp * 1000 <= now;
