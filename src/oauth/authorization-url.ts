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
 * The authorization request of RFC 6749 section 4.1.1 with the challenge of RFC 7636 section 4.2, never `plain`. Whatever
 * the facts say, our own parameters are ours, and one that is left out is not theirs to add (T010).
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
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    scope: undefined,
    ...scopeParameters(facts, scopes),
    code_challenge: challenge || undefined,
    code_challenge_method: challenge ? 'S256' : undefined,
  };
}

/** A provider may take those that it does not insist on under a name of their own (HubSpot). */
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
