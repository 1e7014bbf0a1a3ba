import { atlassianErrors, jsonRequest, record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';

/** Trello's OAuth 2.0 of 2026-09: Atlassian's server without sites, so no audience and no cloud id. */
export const trello: Provider = {
  id: 'trello',
  name: 'Trello',
  oauth: {
    issuer: 'https://auth.atlassian.com',
    authorizationEndpoint: 'https://auth.atlassian.com/authorize',
    // Trello's OpenAPI file prints …/authorize/oauth/token; the guides have this one.
    tokenEndpoint: 'https://auth.atlassian.com/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Required of every client.
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
    // Whether Jira's ten minutes of grace hold here is not documented.
    refresh: { kind: 'rotating', replay: 'kills-family', idleLimit: 90 * 24 * 3600 },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      // In the server's metadata, in no guide; what it ends is not told anywhere.
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
  // mcp.trello.com registers its own clients; well-known local servers want an API key beside a token of OAuth 1.0a.
  servers: [],
  verified: {
    setUp: 'Nothing to do: choose what to connect and allow it.',
    quota: '300 requests in 10 seconds for all who use the app, 100 for each token.',
    refreshToken: 'Each works once; the last one dies after 90 days without use.',
  },
  byo: {
    setUp: 'About 5 minutes in Trello’s app administration.',
    testUsers: 'A client can be limited to one workspace; the API answers 403 for all others.',
    quota: '300 requests in 10 seconds for your app, 100 for each token.',
    refreshToken: 'As with the verified app.',
    consoleUrl: 'https://trello.com/apps/admin',
    steps: [
      'Choose “New”, and open the tab “OAuth 2.0” of the app.',
      'Create a client of the security type “Confidential” and copy its id and secret.',
      'Add the redirect URI shown here as a callback URL.',
      'Tick every scope that you will ask for, read:member:trello too.',
    ],
  },
  source: {
    documents: [
      'https://developer.atlassian.com/cloud/trello/guides/rest-api/oauth-2-getting-started/',
      'https://developer.atlassian.com/cloud/trello/guides/rest-api/oauth-2-confidential-client-usage/',
      'https://developer.atlassian.com/cloud/trello/scopes-for-oauth-2-3LO-and-forge-apps/',
      'https://github.com/rwjdk/trello-dotnet/wiki/OAuth-2.0',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'what a replay of a refresh token does',
      'the 90 days: read in clients, such as devinsba/trello-mcp',
      'what the revocation endpoint does with Trello’s tokens',
      'the codes of a dead grant, taken from Jira’s',
      'whether mcp.trello.com takes an ordinary app’s token',
    ],
  },
};
