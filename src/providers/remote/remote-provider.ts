import { UUID_V7 } from '../../contract/identifiers.ts';
import type { RemoteClient, RemoteServer } from '../../contract/servers/remote-server.ts';
import { errorsAtStatus200 } from '../../oauth/dialects.ts';
import type { AccountFacts, OAuthFacts, Provider } from '../../oauth/provider.ts';
import { unknownRevocation } from '../unknown-revocation.ts';

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
        pattern: UUID_V7.source,
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
      consoleUrl: consoleOf(server),
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
    revocation: unknownRevocation(server.revocationEndpoint, consoleOf(server)),
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

/** Where a person finds the authorization server. */
function consoleOf({ issuer }: RemoteServer): string {
  return new URL(issuer).origin;
}
