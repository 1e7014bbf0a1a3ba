import { DAY_IN_SECONDS } from '../contract/durations.ts';
import type { Provider } from '../oauth/provider.ts';
import { headerServer, remoteServer } from './mcp-server.ts';

const API_HOSTS = ['api.box.com', 'upload.box.com', 'dl.boxcloud.com'];

/** A spent refresh token answers its pair again until one of the pair is used. Two refreshes at once get a 409. */
export const box: Provider = {
  id: 'box',
  name: 'Box',
  oauth: {
    issuer: 'https://account.box.com',
    // A code is good for 30 seconds.
    authorizationEndpoint: 'https://account.box.com/api/oauth2/authorize',
    tokenEndpoint: 'https://api.box.com/oauth2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Not documented; tolerated, since Nango sends it.
    pkce: 'S256',
    authorizationParameters: {},
    // Answers name no scopes. A refresh token always comes.
    scopes: { parameter: 'scope', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 60 * DAY_IN_SECONDS,
    refresh: { kind: 'rotating', replay: 'safe', idleLimit: 60 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://api.box.com/oauth2/revoke',
      clientAuthentication: 'as-token-endpoint',
      // Either token of a pair ends both.
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
    // github.com/box-community/mcp-server-box, discontinued: run it with `--box-auth-type=mcp_client`.
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
      'Nothing to do: choose what to connect and allow it. An enterprise may let its admin enable the app first.',
    refreshToken: 'Good for one use within 60 days; every refresh brings the next one.',
  },
  byo: {
    setUp: 'About 5 minutes in the Box Developer Console.',
    refreshToken: 'Good for one use within 60 days; every refresh brings the next one.',
    consoleUrl: 'https://app.box.com/developers/console',
    steps: [
      'Create a Platform App with the app type “OAuth 2.0”.',
      'Add the redirect URI shown here under “OAuth 2.0 Redirect URI” on its Configuration page.',
      'Tick the application scopes that you connect; what is not ticked there cannot be asked for.',
      'Copy client id and client secret from “OAuth 2.0 Credentials”.',
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
      'PKCE is not documented',
      'that a replay is safe is told by Box staff in a support thread, while the guide says “only once”',
      'which scopes of the app the tools of mcp.box.com need',
      'what a revocation answers for a token that is dead already',
    ],
  },
};
