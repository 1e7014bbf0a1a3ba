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

/** The authorization request of RFC 6749 section 4.1.1 with the challenge of RFC 7636 section 4.2, never `plain`. */
export function authorizationUrl(request: AuthorizationRequest): string {
  const { facts } = request;
  const url = new URL(facts.authorizationEndpoint);
  const parameters = {
    ...facts.authorizationParameters,
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    state: request.state,
    ...(request.scopes.length > 0 && { scope: request.scopes.join(facts.scopes.requestSeparator) }),
    ...(facts.pkce === 'S256' && {
      code_challenge: createHash('sha256').update(request.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
