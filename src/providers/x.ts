import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { remoteServer } from './mcp-server.ts';

const API_HOST = 'api.x.com';

/** X, formerly Twitter. A code is valid for 30 seconds, and a refresh token for one use. */
export const x: Provider = {
  id: 'x',
  name: 'X',
  oauth: {
    issuer: 'https://x.com',
    authorizationEndpoint: 'https://x.com/i/oauth2/authorize',
    tokenEndpoint: `https://${API_HOST}/2/oauth2/token`,
    authorizationResponseIss: 'if-present',
    // Web apps and bots are confidential clients.
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      // The account endpoint needs the first two; without the third there is no refresh token.
      always: ['users.read', 'tweet.read', 'offline.access'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: spentToken },
    accessTokenLifetime: 7200,
    refresh: { kind: 'rotating', replay: 'kills-family', idleLimit: 180 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: `https://${API_HOST}/2/oauth2/revoke`,
      clientAuthentication: 'as-token-endpoint',
      // “Invalidates an access token or refresh token”: nothing says that one takes the other along.
      reach: 'token',
      tokens: ['refresh', 'access'],
      alreadyGone: [],
      confirms: true,
      byHandAt: 'https://x.com/settings/connected_apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: `https://${API_HOST}/2/users/me`,
      headers: {},
      read: (answer) => {
        const { id, username } = record(record(answer)?.data) ?? {};
        return typeof id === 'string' && typeof username === 'string'
          ? { id, label: `@${username}` }
          : undefined;
      },
    },
  },
  products: [
    {
      id: 'x',
      name: 'X',
      scopes: [
        { scope: 'list.read', description: 'Read lists, and who is on them', default: true },
        { scope: 'bookmark.read', description: 'Read bookmarks', default: true },
        { scope: 'like.read', description: 'See which posts the person likes', default: false },
        { scope: 'follows.read', description: 'See followers, and whom the person follows', default: false },
        { scope: 'tweet.write', description: 'Post and repost', default: false },
        { scope: 'media.write', description: 'Upload media', default: false },
        { scope: 'like.write', description: 'Like posts', default: false },
        { scope: 'bookmark.write', description: 'Add and remove bookmarks', default: false },
        { scope: 'list.write', description: 'Create and change lists', default: false },
        { scope: 'follows.write', description: 'Follow and unfollow accounts', default: false },
        { scope: 'dm.read', description: 'Read direct messages', default: false },
        { scope: 'dm.write', description: 'Send direct messages', default: false },
        { scope: 'users.email', description: 'See the e-mail address', default: false },
      ],
    },
  ],
  api: { hosts: [API_HOST], authorization: 'Bearer {accessToken}' },
  servers: [
    // X documents a bridge of its own in front of it, which adds the same header.
    remoteServer({
      id: 'x-mcp',
      name: 'X',
      provider: 'x',
      url: `https://${API_HOST}/mcp`,
      scopes: ['users.read', 'tweet.read'],
    }),
    // mcp-twitter of github.com/aerostackdev/aerostack-mcp reads with one header and writes with the other.
    {
      id: 'x-aerostack',
      name: 'X worker of aerostack-mcp',
      provider: 'x',
      allowedHosts: [],
      apiHosts: ['api.twitter.com'],
      placements: [
        { in: 'header', name: 'X-Mcp-Secret-TWITTER-ACCESS-TOKEN', value: '{accessToken}' },
        { in: 'header', name: 'X-Mcp-Secret-TWITTER-BEARER-TOKEN', value: '{accessToken}' },
      ],
      removeHeaders: ['Authorization', 'Cookie'],
      binding: 'request',
      discovery: false,
      scopes: ['users.read', 'tweet.read'],
    },
  ],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it for the account that is signed in at X.',
    quota: 'Every call costs credits of the platform’s app. X also counts calls for each person.',
    refreshToken: 'Valid for one use and for about six months. Every refresh returns a new one.',
  },
  byo: {
    setUp: 'About 10 minutes in X’s developer console.',
    quota: 'Every call costs credits of your own app: from 0.005 US dollars for each post that is read.',
    unverifiedScreen: 'The consent screen shows the app’s name and website, and what it may do.',
    refreshToken: 'The same as with the verified app.',
    consoleUrl: 'https://console.x.com',
    steps: [
      'Sign in with your X account, accept the developer agreement, and create an app.',
      'Set up user authentication as “Web App, Automated App or Bot”, which is a confidential client.',
      'Add the redirect URI shown here under “Callback URI”. It must match exactly.',
      'Copy the OAuth 2.0 client id and client secret. They are shown only once.',
      'Buy credits in the console: without credits, calls to the API are refused.',
    ],
  },
  source: {
    documents: [
      'https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code',
      'https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token',
      'https://docs.x.com/fundamentals/authentication/oauth-2-0/oauth-1-0a-token-exchange',
      'https://docs.x.com/x-api/users/lookup/quickstart/authenticated-lookup',
      'https://docs.x.com/tools/mcp',
      'https://docs.x.com/x-api/getting-started/pricing',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'what happens when a spent refresh token is presented again; the worst is assumed',
      'whether revoking a refresh token ends its access tokens, and the answer for an unknown token',
      'how a spent refresh token is answered: clients report 400 and “Value passed for the token was invalid”',
      'the exact lifetime of a refresh token, which one page gives as about six months',
    ],
    comparedWith: {
      source:
        'https://github.com/better-auth/better-auth/blob/main/packages/core/src/social-providers/twitter.ts',
      differences: [
        'better-auth asks for users.email by default; here the person chooses it, because the account has an id and a name without it.',
      ],
    },
  },
};

/** X answers a spent code or refresh token with `invalid_request`, “Value passed for the token was invalid”. */
function spentToken(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  return error === 'invalid_request' && /the (authorization code|token) was invalid/.test(String(words))
    ? recode(answer, 'invalid_grant')
    : answer;
}
