/**
 * `requestState` of a multi round-trip request (MCP 2026-07-28, basic/patterns/mrtr). It is sent with the question to
 * connect, and the client returns it with the repeated call. The client could change it, so it is authenticated. It
 * contains only its time of issue.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { LIMITS } from './limits.ts';

/** The call for which a state is valid. */
export interface RequestBinding {
  workspaceId: string;
  /** The `sub` of the caller's token. */
  subject: string;
  /** Id of the server's registration. */
  server: string;
  /** The MCP request. Of `params` only `name`, `uri` and `arguments` are compared; the rest differs in a repeated call. */
  method: string;
  params: { name?: string; uri?: string; arguments?: unknown };
}

/** The key that authenticates states. */
export interface StateKey {
  /** At least 32 random bytes, the same in all processes of the runtime. */
  key: Uint8Array;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
}

/** The result of {@link verifyRequestState}. */
export type VerifiedState =
  | { valid: true; issuedAt: number }
  /** `mismatch`: the state was changed, or belongs to another key, caller, server, method or arguments. */
  | { valid: false; reason: 'malformed' | 'mismatch' | 'expired' };

/** A new state. It is valid for ten minutes and any number of repetitions; single use would need a store. */
export function mintRequestState({ key, now = Date.now }: StateKey, binding: RequestBinding): string {
  const issuedAt = now();
  return `1.${issuedAt}.${mac(key, binding, issuedAt).toString('base64url')}`;
}

/** Verifies a state in constant time. Throws RangeError for a key that is too short, but never for a bad state. */
export function verifyRequestState(
  { key, now = Date.now }: StateKey,
  state: unknown,
  binding: RequestBinding,
): VerifiedState {
  const [, issued, given] = (typeof state === 'string' && FORM.exec(state)) || [];
  if (issued === undefined || given === undefined) return { valid: false, reason: 'malformed' };
  const issuedAt = Number(issued);
  const expected = mac(key, binding, issuedAt);
  if (!timingSafeEqual(Buffer.from(given, 'base64url'), expected))
    return { valid: false, reason: 'mismatch' };
  const age = now() - issuedAt;
  const isOfNow = age <= LIMITS.requestStateLife && age >= -LIMITS.clockSkew;
  return isOfNow ? { valid: true, issuedAt } : { valid: false, reason: 'expired' };
}

/** 43 characters of base64url encode 32 bytes and leave two bits unused, which must be zero. */
const FORM = /^1\.(\d{1,15})\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/;

function mac(key: Uint8Array, binding: RequestBinding, issuedAt: number): Buffer {
  if (key.byteLength < LIMITS.requestStateKey)
    throw new RangeError(`the key must have at least ${LIMITS.requestStateKey} bytes`);
  const { workspaceId, subject, server, method, params } = binding;
  const asked = createHash('sha256')
    .update(canonicalJson({ name: params.name, uri: params.uri, arguments: params.arguments ?? {} }))
    .digest('base64url');
  // A JSON array of strings is injective: two different bindings never give the same bytes.
  const said = JSON.stringify(['request-state', 1, issuedAt, workspaceId, subject, server, method, asked]);
  return createHmac('sha256', key).update(said).digest();
}
