import { createHash } from 'node:crypto';
import type { OAuthFacts } from './provider.ts';

export interface AuthorizationRequest {
  facts: OAuthFacts;
  clientId: string;
  redirectUri: string;
  state: string;
  scopes: readonly string[];
  /** 43 to 128 unreserved characters (RFC 7636 section 4.1). */
  codeVerifier: string;
}

/**
 * The URL of the authorization request (RFC 6749 section 4.1.1) with an S256 challenge (RFC 7636 section 4.2), never `plain`. The
 * provider facts can neither replace one of our parameters nor add one that we leave out (T010).
 */
export function authorizationUrl(request: AuthorizationRequest): string {
  const { facts } = request;
  const url = new URL(facts.authorizationEndpoint);
  const parameters = { ...facts.authorizationParameters, ...ownParameters(request) };
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

function ownParameters({ facts, clientId, redirectUri, state, scopes, codeVerifier }: AuthorizationRequest) {
  const challenge = facts.pkce === 'S256' && createHash('sha256').update(codeVerifier).digest('base64url');
  return {
    response_type: 'code',
    client_id: undefined,
    [facts.names?.clientId ?? 'client_id']: clientId,
    redirect_uri: redirectUri,
    state,
    scope: undefined,
    ...scopeParameters(facts, scopes),
    code_challenge: challenge || undefined,
    code_challenge_method: challenge ? 'S256' : undefined,
  };
}

/** The parameters that carry the scopes. HubSpot takes optional scopes in a separate parameter. */
function scopeParameters({ scopes }: OAuthFacts, asked: readonly string[]): Record<string, string> {
  const { parameter, optionalParameter, always, requestSeparator } = scopes;
  if (parameter === 'none') return {};
  const isOptional = (scope: string) => optionalParameter !== undefined && !always.includes(scope);
  const lists = [
    [parameter, asked.filter((scope) => !isOptional(scope))],
    [optionalParameter ?? '', asked.filter(isOptional)],
  ] as const;
  return Object.fromEntries(
    lists.filter(([, list]) => list.length > 0).map(([name, list]) => [name, list.join(requestSeparator)]),
  );
}
