/** What a failed request to a token endpoint means. Pure: no clock, no I/O; the provider's text never leaves here. */
import { ResponseBodyError } from 'oauth4webapi';
import type { OAuthFacts } from './provider.ts';
import { ProviderFetchError } from './provider-fetch.ts';
import { retryAfterOf } from './retry-after.ts';

export interface TokenFailure {
  /**
   * - `dead_grant`: the provider ended the grant, or the code was not good. - `configuration`: it refuses our client, and
   * says nothing of the grant. - `throttled`. - `transient`: anything else, to be tried again.
   */
  kind: 'dead_grant' | 'configuration' | 'throttled' | 'transient';
  /**
   * Whether a single-use refresh token may be spent although no tokens came back. `false` only where the provider said
   * no, or where nothing reached it.
   */
  maybeSpent: boolean;
  /** Of `configuration`: one connection's own trouble can look so too. Its app is to blame only when several meet it. */
  isVague?: true;
  /** Seconds, from Retry-After (RFC 9110 section 10.2.3). */
  retryAfter?: number;
}

const OF_THE_CLIENT = ['invalid_client', 'unauthorized_client', 'unsupported_grant_type'];
const TRANSIENT = ['temporarily_unavailable', 'server_error', 'slow_down'];

export function tokenFailure(error: unknown, facts: OAuthFacts): TokenFailure {
  if (error instanceof ProviderFetchError) return { kind: 'transient', maybeSpent: error.sent };
  const response = responseOf(error);
  // Not an OAuth error body: a page of HTML, garbage, an answer that is no token answer.
  if (!response) return { kind: 'transient', maybeSpent: true };
  const retryAfter = retryAfterOf(response);
  if (response.status === 429) return { kind: 'throttled', maybeSpent: false, retryAfter };
  const code = error instanceof ResponseBodyError ? error.error : undefined;
  return { ...byCode(code, response.status, facts), retryAfter };
}

function byCode(code: string | undefined, status: number, facts: OAuthFacts): TokenFailure {
  const { errors } = facts;
  // Two refreshes at once (Box, Airtable): whichever won, this one says nothing about the grant, whatever its code.
  if (status === 409) return { kind: 'transient', maybeSpent: true };
  if (code === 'temporarily_unavailable') return { kind: 'transient', maybeSpent: false };
  if (code && [...TRANSIENT, ...errors.transient].includes(code))
    return { kind: 'transient', maybeSpent: true };
  if (code && ['invalid_grant', ...errors.deadGrant].includes(code))
    return { kind: 'dead_grant', maybeSpent: false };
  if (code && [...OF_THE_CLIENT, ...errors.configuration].includes(code))
    return { kind: 'configuration', maybeSpent: false };
  // A 5xx may hide a rotation behind a gateway. Any other 4xx (`invalid_scope`, an account that is suspended) accuses us,
  // never the grant.
  if (status >= 400 && status < 500) return { kind: 'configuration', maybeSpent: false, isVague: true };
  return { kind: 'transient', maybeSpent: true };
}

/** oauth4webapi puts the response on its errors, as `response` or as the cause. */
function responseOf(error: unknown): Response | undefined {
  if (!(error instanceof Error)) return undefined;
  const { response } = error as { response?: unknown };
  if (response instanceof Response) return response;
  return error.cause instanceof Response ? error.cause : undefined;
}
