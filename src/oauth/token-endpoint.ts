/** The two requests to a token endpoint. oauth4webapi's `…Request` sends them, its `process…Response` checks the answers. */
import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretPost,
  customFetch,
  expectNoState,
  None,
  nopkce,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import type { Secret } from '../vault/secret.ts';
import { tokenEndpointFetch } from './oauth-fetch.ts';
import type { OAuthFacts } from './provider.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { refusedAnswer } from './refused-answer.ts';
import { fill, type Values } from './resolve-facts.ts';
import { tellable } from './tellable-error.ts';
import { type TokenAnswer, tokenAnswer, UnusableTokenAnswer } from './token-answer.ts';

/** One provider, resolved for one connection, with the credentials of the OAuth app. */
export interface TokenEndpointContext {
  facts: OAuthFacts;
  clientId: string;
  /** Undefined for a public client, and for no other. */
  clientSecret: Secret | undefined;
  /** Values of the provider's variables; `facts` already contains them. */
  variables: Record<string, string>;
  fetch: ProviderFetch;
}

/**
 * Exchanges an authorization code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). The callback has checked the
 * state's hash and `iss`. Rejects with an error for `tokenFailure` of token-failure.ts.
 */
export async function exchangeCode(context: TokenEndpointContext, input: CodeInput): Promise<TokenAnswer> {
  return requestCode(context, input).catch(failedBy(context));
}

/** The code of a consent, and what was sent beside it at the authorization endpoint. */
export interface CodeInput {
  code: Secret;
  redirectUri: string;
  codeVerifier: Secret;
  scopes: readonly string[];
}

async function requestCode(context: TokenEndpointContext, input: CodeInput): Promise<TokenAnswer> {
  const { facts } = context;
  const { server, client, authentication, options } = prepare(context, facts.tokenEndpoint);
  const scope = input.scopes.join(facts.scopes.requestSeparator);
  const additionalParameters = parameters(facts.exchangeParameters, {
    redirectUri: input.redirectUri,
    scope,
  });
  const callback = validateAuthResponse(
    server,
    client,
    new URLSearchParams({ code: input.code.reveal() }),
    expectNoState,
  );
  const verifier = facts.pkce === 'S256' ? input.codeVerifier.reveal() : nopkce;
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    callback,
    input.redirectUri,
    verifier,
    { ...options, additionalParameters },
  );
  const answer = tokenAnswer(await processAuthorizationCodeResponse(server, client, response), facts);
  // Without its facts a new connection could not be used; a connection that exists keeps its own.
  if (answer.areFactsRefused) throw new UnusableTokenAnswer(answer);
  return answer;
}

/** Refreshes tokens (RFC 6749 section 6). `redirectUri` is that of the consent. Rejects with an error for `tokenFailure`. */
export async function refreshTokens(
  context: TokenEndpointContext,
  input: RefreshInput,
): Promise<TokenAnswer> {
  return requestRefresh(context, input).catch(failedBy(context));
}

interface RefreshInput {
  refreshToken: Secret;
  redirectUri: string;
}

async function requestRefresh(context: TokenEndpointContext, input: RefreshInput): Promise<TokenAnswer> {
  const { facts } = context;
  const { server, client, authentication, options } = prepare(
    context,
    facts.refreshEndpoint ?? facts.tokenEndpoint,
  );
  const additionalParameters = parameters(facts.refreshParameters, { redirectUri: input.redirectUri });
  const response = await refreshTokenGrantRequest(
    server,
    client,
    authentication,
    input.refreshToken.reveal(),
    {
      ...options,
      additionalParameters,
    },
  );
  return tokenAnswer(await processRefreshTokenResponse(server, client, response), facts);
}

/** Errors of oauth4webapi hold the answer, so what leaves is made anew: the refusal in the error, or its name and code. */
function failedBy({ facts }: TokenEndpointContext): (error: unknown) => never {
  return (error) => {
    throw refusedAnswer(error, facts) ?? tellable(error);
  };
}

function parameters(templates: Record<string, string> = {}, values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, value]) => [name, fill(value, values)]));
}

function prepare({ facts, clientId, clientSecret, fetch }: TokenEndpointContext, endpoint: string) {
  const server: AuthorizationServer = { issuer: facts.issuer, token_endpoint: endpoint };
  const client: Client = { client_id: clientId };
  const options = {
    [customFetch]: tokenEndpointFetch(fetch, facts),
    // The egress alone decides whether http is allowed.
    [allowInsecureRequests]: true,
  };
  return { server, client, authentication: clientAuthentication(facts, clientSecret), options };
}

/** How the client authenticates at the provider. RFC 6749 section 2.3: a request uses exactly one method. */
export function clientAuthentication(facts: OAuthFacts, clientSecret: Secret | undefined): ClientAuth {
  if (facts.clientAuthentication === 'none') return None();
  if (!clientSecret) throw new TypeError('a confidential client has a secret');
  const method = { client_secret_basic: basicAuthentication, client_secret_post: ClientSecretPost };
  return method[facts.clientAuthentication](clientSecret.reveal());
}

/**
 * Basic authentication with the form encoding of RFC 6749 section 2.3.1 and no more. oauth4webapi's version also escapes `-`,
 * `_` and `.`; a provider that does not decode (Notion and others document plain base64) would then see a wrong client id.
 */
function basicAuthentication(clientSecret: string): ClientAuth {
  return (_server, { client_id: clientId }, _body, headers) => {
    const credentials = [clientId, clientSecret].map(formEncoded).join(':');
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
