import type { CallbackError } from '../contract/problems.ts';
import { Secret } from '../vault/secret.ts';
import { OAUTH_LIMITS } from './limits.ts';

export type AuthorizationResponse =
  | { kind: 'code'; state: string; code: Secret; issuer: string | undefined }
  | { kind: 'refused'; state: string; reason: CallbackError; issuer: string | undefined };

/** Parameters of the implicit grant (RFC 9700 section 2.1.2): no response that we asked for has them. */
const OF_THE_IMPLICIT_GRANT = ['access_token', 'id_token', 'refresh_token'];

/**
 * Whether the raw query of a redirect can be an authorization response by its form (RFC 6749 section 4.1.2): it has a state,
 * no parameter twice, no token, a code of 4,096 characters at most, and 6,144 bytes at most. Pure (T001, T042).
 */
export function isAuthorizationResponse(query: string): boolean {
  if (Buffer.byteLength(query) > OAUTH_LIMITS.authorizationResponse) return false;
  const parameters = new URLSearchParams(query);
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) return false;
  if (OF_THE_IMPLICIT_GRANT.some((name) => parameters.has(name))) return false;
  return Boolean(parameters.get('state')) && (parameters.get('code') ?? '').length <= OAUTH_LIMITS.code;
}

/**
 * Reads such a query (RFC 9207 for `iss`). `codeParameter`: the provider's name of the code. Pure. Undefined if it is not one, or
 * has not either a code or an error.
 */
export function authorizationResponse(
  query: string,
  codeParameter = 'code',
): AuthorizationResponse | undefined {
  if (!isAuthorizationResponse(query)) return undefined;
  const parameters = new URLSearchParams(query);
  const state = parameters.get('state') ?? '';
  const code = parameters.get(codeParameter);
  const error = parameters.get('error');
  const issuer = parameters.get('iss') ?? undefined;
  if (Boolean(code) === Boolean(error)) return undefined;
  if (error) {
    // The provider's error code and description are never shown or logged (T035).
    const reason = error === 'access_denied' ? 'access_denied' : 'provider_error';
    return { kind: 'refused', state, reason, issuer };
  }
  // RFC 6749 appendix A.11: 1*VSCHAR.
  if (!code || code.length > OAUTH_LIMITS.code || !/^[\x20-\x7e]+$/.test(code)) return undefined;
  return { kind: 'code', state, code: new Secret(code), issuer };
}
