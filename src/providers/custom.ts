import type { CustomProvider } from '../contract/custom-provider.ts';
import { record } from '../oauth/dialects.ts';
import type { Provider, RevocationFacts } from '../oauth/provider.ts';

/** A workspace's own provider in the shape of the catalogue's, with the RFCs' behaviour and no quirks. */
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
      // What a replay does is not known: the careful assumption.
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
    verified: { setUp: 'There is none: this provider is the workspace’s own.' },
    byo: {
      setUp: 'As long as the provider’s own registration takes.',
      consoleUrl: issuer,
      steps: ['Register the redirect URI shown here at the provider.'],
    },
    source: { documents: [issuer], checkedOn: 'at registration', confidence: 'low' },
  };
}

/** Ends what the refresh token belongs to, and maybe more: unknown, so a shared grant is left alone. */
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

/** OpenID Connect Core section 5.3.2. */
function readUserinfo(answer: unknown) {
  const { sub, email, preferred_username: username, name } = record(answer) ?? {};
  const label = [email, username, name, sub].find((value) => typeof value === 'string');
  return typeof sub === 'string' && typeof label === 'string' ? { id: sub, label } : undefined;
}
