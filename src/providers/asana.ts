import { record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import { spawnedServer } from './mcp-server.ts';

/** An app of the type “API app” with granular scopes. Apps of the type “MCP app” get different tokens. */
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
    // Asana requires it for both grant types.
    refreshParameters: { redirect_uri: '{redirectUri}' },
    scopes: { parameter: 'scope', always: ['users:read'], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 3600,
    refresh: { kind: 'reusable', replay: 'safe' },
    errors: { deadGrant: [], configuration: ['forbidden_scopes'], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://app.asana.com/-/oauth_revoke',
      clientAuthentication: 'as-token-endpoint',
      // “The refresh token and any associated bearer tokens”. Whether two consents share a token is not documented.
      reach: 'grant',
      // The endpoint refuses access tokens. It answers 200 also for an unknown token.
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
    // mcp.asana.com accepts only tokens of “MCP apps”. See asana-mcp.ts.
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
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: '150 requests per minute for each token in a free workspace, 1500 in a paid one.',
    refreshToken: 'Valid until it is revoked.',
  },
  byo: {
    setUp: 'About 3 minutes in Asana’s developer console.',
    testUsers: 'The workspaces that you name under “Manage distribution”, or all workspaces.',
    quota: '150 requests per minute for each token in a free workspace, 1500 in a paid one.',
    refreshToken: 'Valid until it is revoked.',
    consoleUrl: 'https://app.asana.com/0/my-apps',
    steps: [
      'Choose “Create new app” and the type “API app”.',
      'Add the redirect URI shown here on the page “OAuth”.',
      'Select every scope that you want to use, and users:read. Do not select “Full permissions”, which excludes scopes.',
      'Choose the workspaces that may connect under “Manage distribution”.',
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
