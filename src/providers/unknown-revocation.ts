import type { RevocationFacts } from '../oauth/provider.ts';

/**
 * The revocation of an authorization server of which only the endpoint is known (RFC 7009), or that has none. The effect is unknown,
 * so `reach` is `grant`: a grant that connections share is not revoked. `byHandAt` is where a person ends a grant.
 */
export function unknownRevocation(endpoint: string | undefined, byHandAt: string): RevocationFacts {
  if (!endpoint) return { kind: 'none', byHandAt };
  return {
    kind: 'rfc7009',
    endpoint,
    clientAuthentication: 'as-token-endpoint',
    reach: 'grant',
    tokens: ['refresh', 'access'],
    alreadyGone: [],
    confirms: true,
    byHandAt,
  };
}
