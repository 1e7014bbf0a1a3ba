import { inTurn, record, withoutNulls } from '../oauth/dialects.ts';
import type { Provider, ReadAccount } from '../oauth/provider.ts';
import { scopesAsScope, statusAsError } from './hubspot.ts';
import { remoteServer } from './mcp-server.ts';

/**
 * An “MCP auth app” (also “MCP connector”), which is registered beforehand at HubSpot: the server knows no dynamic registration. It has
 * an authorization server of its own, and its grants are those of a person, not of a portal as with `hubspot`.
 */
export const hubspotMcp: Provider = {
  id: 'hubspot-mcp',
  name: 'HubSpot MCP',
  oauth: {
    issuer: 'https://mcp.hubspot.com',
    // It redirects to the host of the portal's region, such as mcp-eu1.hubspot.com.
    authorizationEndpoint: 'https://mcp.hubspot.com/oauth/authorize/user',
    tokenEndpoint: 'https://mcp.hubspot.com/oauth/v3/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Required.
    pkce: 'S256',
    // No `resource`: the server does not announce RFC 8707.
    authorizationParameters: {},
    // The tools of the server decide; a scope in the request changes nothing.
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: { answer: inTurn(statusAsError, withoutNulls, scopesAsScope) },
    accessTokenLifetime: 1800,
    // One client of the server stores a new refresh token at each refresh; HubSpot's page does not say whether it rotates.
    refresh: { kind: 'rotating', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: ['redirect_uri_mismatch'], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://app.hubspot.com/l/integrations-settings/installed' },
    account: { kind: 'token-answer', read: readAccount },
  },
  products: [{ id: 'hubspot-mcp', name: 'HubSpot MCP', scopes: [] }],
  api: { hosts: ['mcp.hubspot.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    // At the root: /mcp answers 404.
    remoteServer({
      id: 'hubspot-mcp-remote',
      name: 'HubSpot',
      provider: 'hubspot-mcp',
      url: 'https://mcp.hubspot.com',
      scopes: [],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do. Choose the HubSpot account and allow it. An admin of the account must connect first.',
    refreshToken: 'Valid until the person removes the app.',
  },
  byo: {
    setUp: 'About 5 minutes in HubSpot, under Development.',
    testUsers: 'People of HubSpot accounts whose admin has connected the app.',
    refreshToken: 'Valid until the person removes the app.',
    consoleUrl: 'https://app.hubspot.com/l/mcp-auth-apps/',
    steps: [
      'Choose Development, MCP Auth Apps, “Create MCP auth app”. An ordinary app does not work here.',
      'Add the redirect URI shown here.',
      'Copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/integrate-with-hubspot-mcp-server',
      'https://developers.hubspot.com/mcp',
      'https://mcp.hubspot.com/.well-known/oauth-authorization-server',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether refresh tokens rotate, and what a replay does',
      'whether mcp.hubspot.com/oauth/v3/token/revoke exists: one client calls it, but the metadata that was seen does not name it',
      'whether the token also works at api.hubapi.com: one report says that it does, another that it does not',
      'a name of the person: the token answer has only numbers, and whether the token can be introspected is not documented',
    ],
    comparedWith: {
      source: 'hubspot-mcp in packages/providers/providers.yaml of NangoHQ/nango, 2026-08-21',
      differences: [
        'it names no client authentication and no account; both are from the metadata and from sign-ins of other clients',
      ],
    },
  },
};

/** A person in a portal. The answer has no name of either. */
function readAccount(answer: unknown): ReadAccount | undefined {
  const { hub_id: hub, user_id: user } = record(answer) ?? {};
  if (!Number.isSafeInteger(hub) || !Number.isSafeInteger(user)) return undefined;
  return { id: `${hub}:${user}`, label: `Portal ${hub}, user ${user}` };
}
