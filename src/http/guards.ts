/** What every request passes before its handler: size, type, identity, and answers that no cache keeps. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Caller } from '../broker/caller.ts';
import type { VerifyCaller } from '../broker/callers/caller-from-claims.ts';
import { Problem } from '../broker/errors.ts';
import { LIMITS } from '../broker/limits.ts';
import { API_CONTENT_POLICY } from '../contract/security-headers.ts';

/** `workspaceId`: the one in which the request acts. Undefined: it names none, or nobody has entered it yet. */
export type Variables = { caller: Caller; workspaceId?: string };

export function limitBody(): MiddlewareHandler {
  return bodyLimit({
    maxSize: LIMITS.requestBody,
    onError: () => {
      throw new Problem('payload_too_large');
    },
  });
}

export const requireJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Problem('unsupported_media_type');
  await next();
};

/** The function verifies the token itself, whatever stood before it (T054). */
export function authenticate(verifyCaller: VerifyCaller): MiddlewareHandler<{ Variables: Variables }> {
  return async (c, next) => {
    const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token) throw new Problem('unauthenticated');
    c.set('caller', await verifyCaller(token));
    await next();
  };
}

/** RFC 9111 section 5.2.2.5; and no page of ours is framed, sniffed or named in a referrer (T039, T040, T076). */
export const secureHeaders: MiddlewareHandler = async (c: Context, next) => {
  await next();
  // A public document says itself how long it holds.
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'no-referrer');
  // The one HTML page says more.
  if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', API_CONTENT_POLICY);
};
