import type { RemoteClient, RemoteServer } from '../../contract/servers/remote-server.ts';
import { errorsAtStatus200 } from '../../oauth/dialects.ts';
import type { AccountFacts, OAuthFacts, Provider, RevocationFacts } from '../../oauth/provider.ts';

/** A UUIDv7 (RFC 9562 section 5.7). */
const INSTANCE = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';

/**
 * The authorization server of a remote MCP server as a `Provider`, with the behaviour of the RFCs and of MCP 2026-07-28. Its
 * variable `instance` binds each consent and each connection to one registration.
 */
export function remoteProvider(id: string, client: Pick<RemoteClient, 'server' | 'method'>): Provider {
  const { server, method } = client;
  const { host } = new URL(server.url);
  return {
    id,
    name: host,
    variables: {
      instance: {
        label: 'Registration',
        example: server.instance,
        pattern: INSTANCE,
        of: 'app',
        isOfAccount: false,
      },
    },
    oauth: oauthFacts(server, method),
    products: [
      {
        id: 'mcp',
        name: host,
        scopes: server.scopes.map((scope) => ({ scope, description: scope, default: true })),
      },
    ],
    api: { hosts: [host], authorization: 'Bearer {accessToken}' },
    servers: [],
    verified: { setUp: 'None: every workspace is a client of its own.' },
    byo: {
      setUp: 'Nothing to do where the authorization server takes clients by itself.',
      consoleUrl: new URL(server.issuer).origin,
      steps: ['Register the redirect URI shown here at the authorization server.'],
    },
    source: { documents: [server.url], checkedOn: 'at registration', confidence: 'low' },
  };
}

function oauthFacts(server: RemoteServer, method: RemoteClient['method']): OAuthFacts {
  // RFC 8707: without it in a refresh, some servers answer with a token that the resource refuses.
  const { resource } = server;
  return {
    issuer: server.issuer,
    ...(server.claimedIssuer !== undefined && { claimedIssuer: server.claimedIssuer }),
    authorizationEndpoint: server.authorizationEndpoint,
    tokenEndpoint: server.tokenEndpoint,
    authorizationResponseIss: server.issuerInResponse ? 'required' : 'if-present',
    clientAuthentication: method,
    pkce: 'S256',
    authorizationParameters: { resource },
    exchangeParameters: { resource },
    refreshParameters: { resource },
    scopes: {
      // A challenge can ask for scopes where the metadata names none.
      parameter: 'scope',
      // A consent for challenged scopes asks for those of the metadata, too: the page is for all of them.
      always: server.scopes,
      requestSeparator: ' ',
      answerSeparator: ' ',
      neverAnswered: ['offline_access'],
    },
    dialect: { answer: errorsAtStatus200 },
    accessTokenLifetime: 'endless',
    // The effect of a replay is unknown, so the worst one is assumed.
    refresh: { kind: 'sometimes', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: revocationOf(server),
    account: accountOf(server),
  };
}

function accountOf({ url, jwksUri, userinfoEndpoint, introspectionEndpoint }: RemoteServer): AccountFacts {
  return {
    kind: 'openid',
    resourceUrl: url,
    ...(jwksUri !== undefined && { jwksUri }),
    ...(userinfoEndpoint !== undefined && { userinfoEndpoint }),
    ...(introspectionEndpoint !== undefined && { introspectionEndpoint }),
  };
}

/** The effect of a revocation is unknown, so `reach` is `grant`: a grant that connections share is not revoked. */
function revocationOf({ revocationEndpoint, issuer, url }: RemoteServer): RevocationFacts {
  const byHandAt = URL.canParse(issuer) ? new URL(issuer).origin : new URL(url).origin;
  if (!revocationEndpoint) return { kind: 'none', byHandAt };
  return {
    kind: 'rfc7009',
    endpoint: revocationEndpoint,
    clientAuthentication: 'as-token-endpoint',
    reach: 'grant',
    tokens: ['refresh', 'access'],
    alreadyGone: [],
    confirms: true,
    byHandAt,
  };
}
