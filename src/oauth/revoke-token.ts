/** Asks a provider to end a token (RFC 7009, or the provider's own request). */
import { allowInsecureRequests, customFetch, None, revocationRequest } from 'oauth4webapi';
import type { Secret } from '../vault/secret.ts';
import { probeToken } from './account/probe-token.ts';
import { oauthFetch } from './oauth-fetch.ts';
import type { RevocationFacts } from './provider.ts';
import { retryAfterOf } from './retry-after.ts';
import { clientAuthentication, type TokenEndpointContext } from './token-endpoint.ts';

/**
 * `retry`: the outcome is unknown, or the provider asks to try later. `refused`: a repetition would be refused too. `unproved`: the
 * answer is also that to a malformed request, and nothing else proves that the token has ended.
 */
export type Revocation = { outcome: 'revoked' | 'unproved' | 'retry' | 'refused'; retryAfter?: number };

type Revocable = Exclude<RevocationFacts, { kind: 'none' }>;
type Presented = { value: Secret; kind: 'refresh' | 'access' };

/**
 * Asks the provider to end one token. Never rejects: a request without an answer has the outcome `retry`. `now` is the clock for
 * a Retry-After that is a date.
 */
export async function revokeToken(
  context: TokenEndpointContext & { now?: () => number },
  revocation: Revocable,
  token: Presented,
): Promise<Revocation> {
  try {
    const response =
      revocation.kind === 'rfc7009'
        ? await rfc7009(context, revocation, token)
        : await ownRequest(context, revocation, token.value);
    const retryAfter = retryAfterOf(response, context.now?.());
    const judged = judge(response, { code: await errorCode(response), retryAfter }, revocation);
    return judged.outcome === 'unproved' ? await proofOfEnd(context, token) : judged;
  } catch {
    return { outcome: 'retry' };
  }
}

/** The host to which the revocation goes; the receipt names it. */
export function revocationHost(revocation: Revocable): string {
  return revocation.kind === 'rfc7009' ? new URL(revocation.endpoint).host : revocation.host;
}

function rfc7009(
  context: TokenEndpointContext,
  revocation: Extract<RevocationFacts, { kind: 'rfc7009' }>,
  token: Presented,
): Promise<Response> {
  const { facts, clientId, clientSecret, fetch } = context;
  const server = { issuer: facts.issuer, revocation_endpoint: revocation.endpoint };
  const authentication =
    revocation.clientAuthentication === 'none' ? None() : clientAuthentication(facts, clientSecret);
  return revocationRequest(server, { client_id: clientId }, authentication, token.value.reveal(), {
    additionalParameters: { token_type_hint: `${token.kind}_token` },
    // The provider's errors have the form here that they have at its token endpoint.
    [customFetch]: oauthFetch(fetch, { answer: facts.dialect?.answer }, facts.names),
    [allowInsecureRequests]: true,
  });
}

/** Uses the provider's dialect, so that its errors with status 200 count as errors. */
function ownRequest(
  { clientId, clientSecret, variables, fetch }: TokenEndpointContext,
  revocation: Extract<RevocationFacts, { kind: 'request' }>,
  token: Secret,
): Promise<Response> {
  if (!clientSecret) throw new TypeError('a request of the provider’s own form needs a secret');
  const input = { clientId, clientSecret: clientSecret.reveal(), token: token.reveal(), variables };
  const { url, method, headers, body } = revocation.build(input);
  return oauthFetch(fetch, { answer: revocation.answer })(url, {
    method,
    headers,
    body,
    redirect: 'manual',
    signal: undefined,
  });
}

/** RFC 7009 section 2.2: the answer is 200 also for an invalid token. Section 2.2.1: after a 503 the token is still valid. */
function judge(
  { status }: Response,
  { code, retryAfter }: { code: string | undefined; retryAfter: number | undefined },
  revocation: Revocable,
): Revocation {
  const ok = revocation.kind === 'rfc7009' ? [200] : revocation.okStatus;
  if (ok.includes(status) || (code && revocation.alreadyGone.includes(code))) return { outcome: 'revoked' };
  if (revocation.kind === 'request' && revocation.alreadyGoneStatus.includes(status))
    return { outcome: 'unproved' };
  if (status === 429 || status >= 500)
    return { outcome: 'retry', ...(retryAfter !== undefined && { retryAfter }) };
  return { outcome: 'refused' };
}

/**
 * The provider answers with this status to a token that had ended, and also to a request that it did not understand. For an
 * access token, the account endpoint says which of the two it was. The end of an access token says nothing of a refresh token.
 */
async function proofOfEnd(context: TokenEndpointContext, { value, kind }: Presented): Promise<Revocation> {
  if (kind === 'refresh' || context.facts.account.kind !== 'endpoint') return { outcome: 'unproved' };
  const outcomes = { refused: 'revoked', alive: 'refused', unknown: 'retry' } as const;
  return { outcome: outcomes[await probeToken(context, value)] };
}

async function errorCode(response: Response): Promise<string | undefined> {
  try {
    const body: unknown = JSON.parse(await response.text());
    const { error } = body as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}
