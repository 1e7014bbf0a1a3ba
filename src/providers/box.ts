import { DAY_IN_SECONDS } from '../contract/durations.ts';
import type { Provider } from '../oauth/provider.ts';
import { headerServer, remoteServer } from './mcp-server.ts';

const API_HOSTS = ['api.box.com', 'upload.box.com', 'dl.boxcloud.com'];

/** A spent refresh token gets the same new pair again until one token of the pair is used. Two refreshes at once get a 409. */
export const box: Provider = {
  id: 'box',
  name: 'Box',
  oauth: {
    issuer: 'https://account.box.com',
    // An authorization code is valid for 30 seconds.
    authorizationEndpoint: 'https://account.box.com/api/oauth2/authorize',
    tokenEndpoint: 'https://api.box.com/oauth2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // PKCE is not documented. Nango sends it, so Box accepts it.
    pkce: 'S256',
    authorizationParameters: {},
    // Answers name no scopes. They always contain a refresh token.
    scopes: { parameter: 'scope', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 60 * DAY_IN_SECONDS,
    refresh: { kind: 'rotating', replay: 'safe', idleLimit: 60 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://api.box.com/oauth2/revoke',
      clientAuthentication: 'as-token-endpoint',
      // Revoking one token of a pair ends both.
      reach: 'token',
      tokens: ['refresh'],
      alreadyGone: ['invalid_token'],
      confirms: true,
      byHandAt: 'https://app.box.com/account/security',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.box.com/2.0/users/me',
      headers: {},
      read: (answer) => {
        const { id, login } = answer as { id?: unknown; login?: unknown };
        return typeof id === 'string' && typeof login === 'string' ? { id, label: login } : undefined;
      },
    },
  },
  products: [
    {
      id: 'box',
      name: 'Box',
      scopes: [
        { scope: 'root_readonly', description: 'Read all files and folders', default: true },
        { scope: 'root_readwrite', description: 'Read and change all files and folders', default: false },
      ],
    },
  ],
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  servers: [
    remoteServer({
      id: 'box-mcp',
      name: 'Box',
      provider: 'box',
      url: 'https://mcp.box.com',
      scopes: [],
    }),
    // github.com/box-community/mcp-server-box, which is discontinued. It needs `--box-auth-type=mcp_client`.
    headerServer({
      id: 'box-mcp-self-hosted',
      name: 'Box (self-hosted)',
      provider: 'box',
      header: 'Authorization',
      value: 'Bearer {accessToken}',
      apiHosts: API_HOSTS,
      binding: 'request',
      discovery: true,
      scopes: [],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do. Choose what to connect and allow it. An admin of the enterprise may have to enable the app first.',
    refreshToken: 'Valid for one use within 60 days. Every refresh returns the next one.',
  },
  byo: {
    setUp: 'About 5 minutes in the Box Developer Console.',
    refreshToken: 'Valid for one use within 60 days. Every refresh returns the next one.',
    consoleUrl: 'https://app.box.com/developers/console',
    steps: [
      'Create a Platform App with the app type “OAuth 2.0”.',
      'Add the redirect URI shown here under “OAuth 2.0 Redirect URI” on the page “Configuration”.',
      'Select the application scopes that you want to use. Other scopes cannot be requested.',
      'Copy the client id and the client secret from “OAuth 2.0 Credentials”.',
    ],
  },
  source: {
    documents: [
      'https://developer.box.com/guides/authentication/oauth2/',
      'https://developer.box.com/guides/authentication/tokens/refresh/',
      'https://support.box.com/hc/en-us/community/posts/15765421154323-OAuth-refresh-token-usage',
      'https://support.box.com/hc/en-us/community/posts/360052599233-Refresh-OAuth-Access-Token-returns-409-Conflict',
      'https://developer.box.com/guides/box-mcp/remote',
      'https://github.com/box/mcp-server-box-remote',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'whether PKCE is supported',
      'whether a replay is safe: Box staff say so in a support thread, but the guide says “only once”',
      'which scopes the tools of mcp.box.com need',
      'what a revocation answers for a token that has already ended',
    ],
  },
};
