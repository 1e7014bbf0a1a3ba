/** What a failed request to a token endpoint means. Pure. The provider's text is never returned. */
import type { OAuthFacts } from './provider.ts';
import { ProviderFetchError } from './provider-fetch.ts';
import { CLIENT_CODES, GRANT_CODES, RefusedAnswer, TRANSIENT_CODES } from './refused-answer.ts';

/** A classified failure of a token request. */
export interface TokenFailure {
  /**
   * - `dead_grant`: the grant has ended, or the authorization code is invalid.
   * - `configuration`: the provider refuses our client; the grant may be valid.
   * - `throttled`: the provider answered 429.
   * - `transient`: anything else; the request can be tried again.
   */
  kind: 'dead_grant' | 'configuration' | 'throttled' | 'transient';
  /**
   * Whether a single-use refresh token may be spent although no tokens came back. `false` only if the provider refused the
   * request or the request never reached it.
   */
  maybeSpent: boolean;
  /**
   * For `configuration`: the fault may be that of one connection. It counts as the app's fault only if several
   * connections have it.
   */
  isVague?: true;
  /** Seconds, from Retry-After (src/oauth/retry-after.ts). */
  retryAfter?: number;
}

/**
 * Classifies an error of `exchangeCode` or `refreshTokens` by its status and error code. `now`, in milliseconds since the epoch,
 * is for a Retry-After that is a date, where the answer has no Date.
 */
export function tokenFailure(error: unknown, facts: OAuthFacts, now?: number): TokenFailure {
  if (error instanceof ProviderFetchError) return { kind: 'transient', maybeSpent: error.sent };
  // There is no OAuth error body: the answer is HTML, not JSON, or a success without usable tokens.
  if (!(error instanceof RefusedAnswer)) return { kind: 'transient', maybeSpent: true };
  const retryAfter = error.retryAfter(now);
  if (error.status === 429) return { kind: 'throttled', maybeSpent: false, retryAfter };
  return { ...byCode(error.errorCode, error.status, facts), retryAfter };
}

function byCode(code: string | undefined, status: number, facts: OAuthFacts): TokenFailure {
  const { errors } = facts;
  // Two refreshes ran at once (Box, Airtable). Whatever its code, this answer does not describe the state of the grant.
  if (status === 409) return { kind: 'transient', maybeSpent: true };
  if (code === 'temporarily_unavailable') return { kind: 'transient', maybeSpent: false };
  if (code && [...TRANSIENT_CODES, ...errors.transient].includes(code))
    return { kind: 'transient', maybeSpent: true };
  if (code && [...GRANT_CODES, ...errors.deadGrant].includes(code))
    return { kind: 'dead_grant', maybeSpent: false };
  if (code && [...CLIENT_CODES, ...errors.configuration].includes(code))
    return { kind: 'configuration', maybeSpent: false };
  // Any other 4xx (`invalid_scope`, a suspended account) is a fault of our request, not the end of the grant. With a 5xx
  // from a gateway, the provider may still have rotated the refresh token.
  if (status >= 400 && status < 500) return { kind: 'configuration', maybeSpent: false, isVague: true };
  return { kind: 'transient', maybeSpent: true };
}

/**
 * The facts with the provider's other documented refresh endpoint, if the error says that the first one is not there. A 404 without
 * an error code comes from no token endpoint: one refuses with 400 or 401 and a code (RFC 6749 section 5.2), so nothing read the
 * refresh token, and nothing spent it. The result has no further endpoint. Undefined: the failure stands. Pure.
 */
export function atOtherRefreshEndpoint(error: unknown, facts: OAuthFacts): OAuthFacts | undefined {
  const { refreshEndpointIfMissing: other, ...rest } = facts;
  const isMissing = error instanceof RefusedAnswer && error.status === 404 && error.errorCode === undefined;
  return other !== undefined && isMissing ? { ...rest, refreshEndpoint: other } : undefined;
}
