import type { CustomProvider } from '../contract/custom-provider.ts';
import { record } from '../oauth/dialects.ts';
import type { Provider, RevocationFacts } from '../oauth/provider.ts';

/** A workspace's custom provider as a `Provider`, with the behaviour of the RFCs. */
export function customProvider(id: string, custom: CustomProvider): Provider {
  const { name, issuer, authorizationEndpoint, tokenEndpoint, clientAuthentication, scopes } = custom;
  return {
    id,
    name,
    oauth: {
      issuer,
      authorizationEndpoint,
      tokenEndpoint,
      authorizationResponseIss: custom.issuerInResponse ? 'required' : 'if-present',
      clientAuthentication,
      pkce: 'S256',
      authorizationParameters: {},
      scopes: {
        parameter: scopes.length > 0 ? 'scope' : 'none',
        always: [],
        requestSeparator: ' ',
        answerSeparator: ' ',
        neverAnswered: ['offline_access'],
      },
      accessTokenLifetime: 'endless',
      // The effect of a replay is unknown, so the worst one is assumed.
      refresh: { kind: 'sometimes', replay: 'kills-family' },
      errors: { deadGrant: [], configuration: [], transient: [] },
      revocation: revocationOf(custom),
      account: { kind: 'endpoint', endpoint: custom.userinfoEndpoint, headers: {}, read: readUserinfo },
    },
    products: [
      { id: 'api', name, scopes: scopes.map((scope) => ({ scope, description: scope, default: true })) },
    ],
    api: { hosts: custom.apiHosts, authorization: 'Bearer {accessToken}' },
    servers: [],
    verified: { setUp: 'None: only this workspace has registered this provider.' },
    byo: {
      setUp: 'Register an app at the provider.',
      consoleUrl: issuer,
      steps: ['Register the redirect URI shown here at the provider.'],
    },
    source: { documents: [issuer], checkedOn: 'at registration', confidence: 'low' },
  };
}

/** The effect of a revocation is unknown, so `reach` is `grant`: a grant that connections share is not revoked. */
function revocationOf({ revocationEndpoint, issuer }: CustomProvider): RevocationFacts {
  if (!revocationEndpoint) return { kind: 'none', byHandAt: issuer };
  return {
    kind: 'rfc7009',
    endpoint: revocationEndpoint,
    clientAuthentication: 'as-token-endpoint',
    reach: 'grant',
    tokens: ['refresh', 'access'],
    alreadyGone: [],
    confirms: true,
    byHandAt: issuer,
  };
}

/** Reads a UserInfo answer (OpenID Connect Core section 5.3.2). */
function readUserinfo(answer: unknown) {
  const { sub, email, preferred_username: username, name } = record(answer) ?? {};
  const label = [email, username, name, sub].find((value) => typeof value === 'string');
  return typeof sub === 'string' && typeof label === 'string' ? { id: sub, label } : undefined;
}
