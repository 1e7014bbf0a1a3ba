/** The two requests to a token endpoint. Sending is oauth4webapi's `…Request`, judging its `process…Response`. */
import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  expectNoState,
  nopkce,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import type { Secret } from '../vault/secret.ts';
import { oauthFetch } from './oauth-fetch.ts';
import type { OAuthFacts } from './provider.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { type TokenAnswer, tokenAnswer } from './token-answer.ts';

export interface TokenEndpointContext {
  facts: OAuthFacts;
  clientId: string;
  clientSecret: Secret;
  fetch: ProviderFetch;
}

/**
 * RFC 6749 section 4.1.3 with RFC 7636 section 4.5. The state was compared by the callback, by its hash; `iss` too.
 * Rejects with what {@link ./token-failure.ts} judges.
 */
export async function exchangeCode(
  context: TokenEndpointContext,
  input: { code: Secret; redirectUri: string; codeVerifier: Secret },
): Promise<TokenAnswer> {
  const { server, client, authentication, options } = prepare(context);
  const callback = validateAuthResponse(
    server,
    client,
    new URLSearchParams({ code: input.code.reveal() }),
    expectNoState,
  );
  const verifier = context.facts.pkce === 'S256' ? input.codeVerifier.reveal() : nopkce;
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    callback,
    input.redirectUri,
    verifier,
    options,
  );
  return tokenAnswer(await processAuthorizationCodeResponse(server, client, response), context.facts);
}

/** RFC 6749 section 6. Rejects with what {@link ./token-failure.ts} judges. */
export async function refreshTokens(
  context: TokenEndpointContext,
  refreshToken: Secret,
): Promise<TokenAnswer> {
  const { server, client, authentication, options } = prepare(context);
  const response = await refreshTokenGrantRequest(
    server,
    client,
    authentication,
    refreshToken.reveal(),
    options,
  );
  return tokenAnswer(await processRefreshTokenResponse(server, client, response), context.facts);
}

function prepare({ facts, clientId, clientSecret, fetch }: TokenEndpointContext) {
  const server: AuthorizationServer = { issuer: facts.issuer, token_endpoint: facts.tokenEndpoint };
  const client: Client = { client_id: clientId };
  const options = {
    [customFetch]: oauthFetch(fetch, facts.dialect),
    // Whether anything but https may be dialled is the egress's decision alone.
    [allowInsecureRequests]: true,
  };
  return { server, client, authentication: clientAuthentication(facts, clientSecret), options };
}

/** RFC 6749 section 2.3.1: exactly one method a request. */
export function clientAuthentication(facts: OAuthFacts, clientSecret: Secret): ClientAuth {
  const method = { client_secret_basic: ClientSecretBasic, client_secret_post: ClientSecretPost };
  return method[facts.clientAuthentication](clientSecret.reveal());
}
