/**
 * `requestState` of a multi round-trip request (MCP 2026-07-28, basic/patterns/mrtr): goes out with the question to connect
 * and comes back with the repeated call. The client can change it, so it is authenticated; it says nothing but its age.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { LIMITS } from './limits.ts';

/** What the state is good for, and nothing else. */
export interface RequestBinding {
  workspaceId: string;
  /** Who calls: the `sub` of their token. */
  subject: string;
  /** The registration. */
  server: string;
  /** The MCP request. Of `params` only `name`, `uri` and `arguments` count: the rest differs when it is repeated. */
  method: string;
  params: { name?: string; uri?: string; arguments?: unknown };
}

export interface StateKey {
  /** At least 32 random bytes, the same in all processes of the runtime. */
  key: Uint8Array;
  /** Milliseconds since the epoch. Default: the clock. */
  now?: () => number;
}

export type VerifiedState =
  | { valid: true; issuedAt: number }
  /** `mismatch`: changed, of another key, or of another principal, server, method or arguments. */
  | { valid: false; reason: 'malformed' | 'mismatch' | 'expired' };

/** Good for ten minutes, and for as many repetitions: that it works once needs a store, which is the runtime's. */
export function mintRequestState({ key, now = Date.now }: StateKey, binding: RequestBinding): string {
  const issuedAt = now();
  return `1.${issuedAt}.${mac(key, binding, issuedAt).toString('base64url')}`;
}

/** Constant time in what it compares. Never throws because of the state. */
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

/** 43 characters of base64url are 32 bytes, and the last of them has two bits to spare: only their canonical form. */
const FORM = /^1\.(\d{1,15})\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/;

function mac(key: Uint8Array, binding: RequestBinding, issuedAt: number): Buffer {
  if (key.byteLength < LIMITS.requestStateKey)
    throw new RangeError(`the key needs at least ${LIMITS.requestStateKey} bytes`);
  const { workspaceId, subject, server, method, params } = binding;
  const asked = createHash('sha256')
    .update(canonicalJson({ name: params.name, uri: params.uri, arguments: params.arguments ?? {} }))
    .digest('base64url');
  // A JSON array of texts is injective: no two bindings give the same bytes.
  const said = JSON.stringify(['request-state', 1, issuedAt, workspaceId, subject, server, method, asked]);
  return createHmac('sha256', key).update(said).digest();
}
