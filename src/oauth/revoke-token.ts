/** Asks a provider to end a token (RFC 7009, or the provider's own request). */
import { allowInsecureRequests, customFetch, None, revocationRequest } from 'oauth4webapi';
import type { Secret } from '../vault/secret.ts';
import { oauthFetch } from './oauth-fetch.ts';
import type { RevocationFacts } from './provider.ts';
import { retryAfterOf } from './retry-after.ts';
import { clientAuthentication, type TokenEndpointContext } from './token-endpoint.ts';

/** `retry`: the outcome is unknown, or the provider asks to try later. `refused`: a repetition would be refused too. */
export type Revocation = { outcome: 'revoked' | 'retry' | 'refused'; retryAfter?: number };

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
    return judge(response, { code: await errorCode(response), retryAfter }, revocation);
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
    [customFetch]: oauthFetch(fetch, undefined, facts.names),
    [allowInsecureRequests]: true,
  });
}

/** Uses the provider's dialect, so that its errors with status 200 count as errors. */
function ownRequest(
  { clientId, clientSecret, variables, fetch }: TokenEndpointContext,
  revocation: Extract<RevocationFacts, { kind: 'request' }>,
  token: Secret,
): Promise<Response> {
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
  const ok =
    revocation.kind === 'rfc7009' ? [200] : [...revocation.okStatus, ...revocation.alreadyGoneStatus];
  if (ok.includes(status) || (code && revocation.alreadyGone.includes(code))) return { outcome: 'revoked' };
  if (status === 429 || status >= 500)
    return { outcome: 'retry', ...(retryAfter !== undefined && { retryAfter }) };
  return { outcome: 'refused' };
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
