import { atlassianErrors, jsonRequest, record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';

/** Trello's OAuth 2.0 of 2026-09. It uses Atlassian's server, without sites, audience and cloud id. */
export const trello: Provider = {
  id: 'trello',
  name: 'Trello',
  oauth: {
    issuer: 'https://auth.atlassian.com',
    // The metadata of the server itself, and of a path for each of its tenants, whose issuer has the path
    // (https://auth.atlassian.com/.well-known/oauth-authorization-server and …/<tenant>, 2026-11-30).
    issuerPattern: '^https://auth\\.atlassian\\.com(/[A-Za-z0-9]{1,64})?$',
    authorizationEndpoint: 'https://auth.atlassian.com/authorize',
    // From the guides. Trello's OpenAPI file has …/authorize/oauth/token.
    tokenEndpoint: 'https://auth.atlassian.com/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Required for every client.
    pkce: 'S256',
    authorizationParameters: { prompt: 'consent' },
    scopes: {
      parameter: 'scope',
      always: ['read:member:trello', 'offline_access'],
      requestSeparator: ' ',
      answerSeparator: ' ',
      neverAnswered: ['offline_access'],
    },
    dialect: { request: jsonRequest, answer: atlassianErrors },
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 90 * 24 * 3600,
    // Whether a spent refresh token works for ten more minutes, as for Jira, is not documented.
    refresh: { kind: 'rotating', replay: 'kills-family', idleLimit: 90 * 24 * 3600 },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      // Only the server's metadata names it. What it ends is not documented.
      endpoint: 'https://auth.atlassian.com/oauth/revoke',
      clientAuthentication: 'as-token-endpoint',
      reach: 'grant',
      tokens: ['refresh'],
      alreadyGone: [],
      confirms: false,
      byHandAt: 'https://id.atlassian.com/manage-profile/apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.trello.com/1/members/me?fields=id,username,fullName,email',
      headers: {},
      read: (answer) => {
        const { id, username, fullName } = record(answer) ?? {};
        const label = [username, fullName].find((value) => typeof value === 'string');
        return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
      },
    },
  },
  products: [
    {
      id: 'trello',
      name: 'Trello',
      scopes: [
        { scope: 'read:board:trello', description: 'Read boards, lists and cards', default: true },
        { scope: 'read:organization:trello', description: 'See workspaces', default: true },
        { scope: 'write:board:trello', description: 'Create and change boards and cards', default: false },
        { scope: 'write:organization:trello', description: 'Change workspaces', default: false },
      ],
    },
  ],
  api: { hosts: ['api.trello.com'], authorization: 'Bearer {accessToken}' },
  // On 2026-11-30 no server is known that takes this token. mcp.trello.com/v1 registers its clients itself, and the servers that
  // people run send an API key and a token of the older authorization as parameters of the query.
  servers: [],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: '300 requests in 10 seconds for the app, 100 for each token.',
    refreshToken: 'Valid for one use; expires after 90 days without use.',
  },
  byo: {
    setUp: 'About 5 minutes in Trello’s app administration.',
    testUsers: 'A client can be limited to one workspace. The API then answers 403 for all other workspaces.',
    quota: '300 requests in 10 seconds for your app, 100 for each token.',
    refreshToken: 'The same as with the verified app.',
    consoleUrl: 'https://trello.com/apps/admin',
    steps: [
      'Choose “New”, and open the tab “OAuth 2.0” of the app.',
      'Create a client of the security type “Confidential”, and copy its id and its secret.',
      'Add the redirect URI shown here as a callback URL.',
      'Select every scope that you want to use, and read:member:trello.',
    ],
  },
  source: {
    documents: [
      'https://developer.atlassian.com/cloud/trello/guides/rest-api/oauth-2-getting-started/',
      'https://developer.atlassian.com/cloud/trello/guides/rest-api/oauth-2-confidential-client-usage/',
      'https://developer.atlassian.com/cloud/trello/scopes-for-oauth-2-3LO-and-forge-apps/',
      'https://github.com/rwjdk/trello-dotnet/wiki/OAuth-2.0',
      'https://github.com/atlassian/trello-mcp-server',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'what happens when a refresh token is replayed',
      'the 90 days, which come from clients such as devinsba/trello-mcp',
      'what the revocation endpoint does with Trello’s tokens',
      'the error codes of an ended grant, which are those of Jira',
      'whether mcp.trello.com accepts an ordinary app’s token: no document says so, and no MCP server that takes an OAuth 2.0 token was found',
    ],
  },
};
