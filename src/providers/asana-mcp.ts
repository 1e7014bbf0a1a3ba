import type { Provider } from '../oauth/provider.ts';
import { asana } from './asana.ts';
import { remoteServer } from './mcp-server.ts';

/** RFC 8707: the token is for the MCP server alone. Without it Asana issues a token that the server refuses. */
const RESOURCE = { resource: 'https://mcp.asana.com/v2' };

/**
 * An app of the type “MCP app”, which is registered beforehand: the server knows no dynamic registration. Its tokens work only at the
 * MCP server and not at the API, so it is a provider beside `asana`.
 */
export const asanaMcp: Provider = {
  id: 'asana-mcp',
  name: 'Asana MCP',
  // API apps have the same authorization server, so the facts that do not stand here are those of `asana`.
  oauth: {
    ...asana.oauth,
    authorizationParameters: RESOURCE,
    exchangeParameters: RESOURCE,
    refreshParameters: { ...RESOURCE, ...asana.oauth.refreshParameters },
    // A request with scopes fails (“Invalid scope(s) requested”).
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    refresh: { kind: 'reusable', replay: 'kills-family' },
  },
  products: [{ id: 'asana-mcp', name: 'Asana MCP', scopes: [] }],
  api: { hosts: ['mcp.asana.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    remoteServer({
      id: 'asana-mcp-v2',
      name: 'Asana',
      provider: 'asana-mcp',
      url: 'https://mcp.asana.com/v2/mcp',
      scopes: [],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do. Choose one workspace and allow it. An admin of the organisation can block the app.',
    refreshToken: 'Valid until it is revoked.',
  },
  byo: {
    setUp: 'About 3 minutes in Asana’s developer console.',
    testUsers: 'The workspaces that you name under “Manage distribution”, or all workspaces.',
    refreshToken: 'Valid until it is revoked.',
    consoleUrl: 'https://app.asana.com/0/my-apps',
    steps: [
      'Choose “Create new app” and the type “MCP app”. An app of the type “API app” does not work here.',
      'Add the redirect URI shown here on the page “OAuth”.',
      'Choose the workspaces that may connect under “Manage distribution”.',
      'Copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://developers.asana.com/docs/integrating-with-asanas-mcp-server',
      'https://developers.asana.com/docs/connecting-mcp-clients-to-asanas-v2-server',
      'https://developers.asana.com/docs/oauth',
      'https://app.asana.com/.well-known/oauth-authorization-server',
      'https://mcp.asana.com/.well-known/oauth-protected-resource/v2',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether `resource` is .../v2, as the guide says, or .../v2/mcp, as some clients send',
      'whether the exchange and the refresh need `resource`: the guide names only the authorization, the MCP specification all three',
      'whether a second consent for another workspace ends the first: the answer does not name the workspace',
      'whether a spent refresh token still works',
    ],
    comparedWith: {
      source: 'asana-mcp in packages/providers/providers.yaml of NangoHQ/nango, 2026-08-21',
      differences: [
        'it asks for the scope default; Asana’s guide says to omit the parameter where a request with it fails',
        'it sends `resource` with the authorization alone; the MCP specification asks for it in token requests too',
        'it has no PKCE for this entry; Asana’s guide sends a challenge',
        'it repeats no redirect URI at the refresh; Asana’s OAuth page requires it for both grant types',
      ],
    },
  },
};
