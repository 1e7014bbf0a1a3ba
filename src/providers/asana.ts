import { record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import { spawnedServer } from './mcp-server.ts';

/** An app of the type “API app” with granular scopes. Tokens of the type “MCP app” are another world. */
export const asana: Provider = {
  id: 'asana',
  name: 'Asana',
  oauth: {
    issuer: 'https://app.asana.com',
    authorizationEndpoint: 'https://app.asana.com/-/oauth_authorize',
    tokenEndpoint: 'https://app.asana.com/-/oauth_token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    // Listed as required for both grants.
    refreshParameters: { redirect_uri: '{redirectUri}' },
    scopes: { parameter: 'scope', always: ['users:read'], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 3600,
    refresh: { kind: 'reusable', replay: 'safe' },
    errors: { deadGrant: [], configuration: ['forbidden_scopes'], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://app.asana.com/-/oauth_revoke',
      clientAuthentication: 'as-token-endpoint',
      // “The refresh token and any associated bearer tokens”; whether two consents share one is not told, so: the grant.
      reach: 'grant',
      // Access tokens are refused here. 200 also for a token that is not found.
      tokens: ['refresh'],
      alreadyGone: [],
      confirms: true,
      byHandAt: 'https://app.asana.com/0/my-profile-settings/apps',
    },
    account: {
      kind: 'token-answer',
      read: (answer) => {
        const { gid, email, name } = record(answer.data) ?? {};
        const label = [email, name].find((value) => typeof value === 'string');
        return typeof gid === 'string' && typeof label === 'string' ? { id: gid, label } : undefined;
      },
    },
  },
  products: [
    {
      id: 'asana',
      name: 'Asana',
      scopes: [
        { scope: 'tasks:read', description: 'Read tasks', default: true },
        { scope: 'projects:read', description: 'Read projects', default: true },
        { scope: 'workspaces:read', description: 'See workspaces', default: true },
        { scope: 'stories:read', description: 'Read comments', default: false },
        { scope: 'tasks:write', description: 'Create and change tasks', default: false },
        { scope: 'projects:write', description: 'Create and change projects', default: false },
        { scope: 'stories:write', description: 'Write comments', default: false },
      ],
    },
  ],
  api: { hosts: ['app.asana.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    // mcp.asana.com takes tokens of apps of the type “MCP app” alone.
    spawnedServer({
      id: 'asana-mcp-stdio',
      name: 'Asana (roychri)',
      provider: 'asana',
      variable: 'ASANA_ACCESS_TOKEN',
      apiHosts: ['app.asana.com'],
      scopes: ['tasks:read', 'projects:read', 'workspaces:read'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do: choose what to connect and allow it.',
    quota: '150 requests a minute for each token of a free workspace, 1500 of a paid one.',
    refreshToken: 'Lasts until it is revoked.',
  },
  byo: {
    setUp: 'About 3 minutes in Asana’s developer console.',
    testUsers: 'Only the workspaces that are named under “Manage distribution”, or any.',
    quota: '150 requests a minute for each token of a free workspace, 1500 of a paid one.',
    refreshToken: 'Lasts until it is revoked.',
    consoleUrl: 'https://app.asana.com/0/my-apps',
    steps: [
      'Choose “Create new app” of the type API app.',
      'On its page OAuth, add the redirect URI shown here.',
      'Tick every scope that you will ask for, users:read too; “Full permissions” does not go with scopes.',
      'Under “Manage distribution”, choose the workspaces that may connect.',
    ],
  },
  source: {
    documents: [
      'https://developers.asana.com/docs/oauth',
      'https://developers.asana.com/docs/oauth-scopes',
      'https://developers.asana.com/docs/integrating-with-asanas-mcp-server',
      'https://github.com/roychri/mcp-server-asana',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'whether a second consent always carries a refresh token, and whether it is the same one',
      'whether a dead grant is sometimes answered with 401',
    ],
  },
};
