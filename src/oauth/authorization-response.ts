import type { CallbackError } from '../contract/problems.ts';
import { Secret } from '../vault/secret.ts';

export type AuthorizationResponse =
  | { kind: 'code'; state: string; code: Secret; issuer: string | undefined }
  | { kind: 'refused'; state: string; reason: CallbackError; issuer: string | undefined };

/**
 * Reads the query of the provider's redirect (RFC 6749 section 4.1.2, RFC 9207). Pure. Undefined if it is not an authorization
 * response: it has no state, a parameter twice, or tokens of the implicit grant (T042).
 */
export function authorizationResponse(query: URLSearchParams): AuthorizationResponse | undefined {
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) return undefined;
  if (query.has('access_token') || query.has('id_token') || query.has('refresh_token')) return undefined;
  const state = query.get('state');
  const code = query.get('code');
  const error = query.get('error');
  const issuer = query.get('iss') ?? undefined;
  if (!state || Boolean(code) === Boolean(error)) return undefined;
  if (error) {
    // The provider's error code and description are never shown or logged (T035).
    const reason = error === 'access_denied' ? 'access_denied' : 'provider_error';
    return { kind: 'refused', state, reason, issuer };
  }
  // RFC 6749 appendix A.11: 1*VSCHAR. The upper bound keeps the stored code small.
  if (!code || !/^[\x20-\x7e]{1,4096}$/.test(code)) return undefined;
  return { kind: 'code', state, code: new Secret(code), issuer };
}
