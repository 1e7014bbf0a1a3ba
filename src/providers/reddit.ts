import { errorsAtStatus200, recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { headerServer } from './mcp-server.ts';

/**
 * Reddit slows down or blocks programs that do not name themselves in this form: platform, app, version, contact
 * (https://github.com/reddit-archive/reddit/wiki/API).
 */
const USER_AGENT = 'web:example.connections:v0.1 (+https://connections.example)';

/** Reddit. Endpoints of OAuth are at another host than the API. */
export const reddit: Provider = {
  id: 'reddit',
  name: 'Reddit',
  oauth: {
    issuer: 'https://www.reddit.com',
    authorizationEndpoint: 'https://www.reddit.com/api/v1/authorize',
    tokenEndpoint: 'https://www.reddit.com/api/v1/access_token',
    authorizationResponseIss: 'if-present',
    userAgent: USER_AGENT,
    clientAuthentication: 'client_secret_basic',
    // Reddit accepts the parameters but does not check them.
    pkce: 'S256',
    // Without it there is no refresh token.
    authorizationParameters: { duration: 'permanent' },
    scopes: { parameter: 'scope', always: ['identity'], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: { answer: redditErrors },
    accessTokenLifetime: 3600,
    // Reddit announced single-use refresh tokens in 2021, and withdrew that.
    refresh: { kind: 'reusable', replay: 'safe' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'request',
      host: 'www.reddit.com',
      build: redditRevocation,
      // 204 by the documentation, 200 since 2021.
      okStatus: [200, 204],
      // None: Reddit says yes to a token that it does not know.
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      // A refresh token takes its access tokens along.
      reach: 'token',
      tokens: ['refresh'],
      byHandAt: 'https://www.reddit.com/prefs/apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://oauth.reddit.com/api/v1/me',
      headers: {},
      read: (answer) => {
        const { id, name } = record(answer) ?? {};
        return typeof id === 'string' && typeof name === 'string' ? { id, label: `u/${name}` } : undefined;
      },
    },
  },
  products: [
    {
      id: 'reddit',
      name: 'Reddit',
      scopes: [
        { scope: 'read', description: 'Read posts and comments', default: true },
        { scope: 'mysubreddits', description: 'See the person’s subreddits', default: true },
        {
          scope: 'history',
          description: 'See what the person saved, hid, upvoted and wrote',
          default: false,
        },
        { scope: 'submit', description: 'Post and comment', default: false },
        { scope: 'edit', description: 'Change and delete own posts and comments', default: false },
        { scope: 'save', description: 'Save and unsave posts', default: false },
        { scope: 'subscribe', description: 'Join and leave subreddits', default: false },
        { scope: 'privatemessages', description: 'Read and send private messages', default: false },
        { scope: 'flair', description: 'Choose flairs', default: false },
        { scope: 'wikiread', description: 'Read wiki pages', default: false },
      ],
    },
  ],
  api: {
    hosts: ['oauth.reddit.com'],
    authorization: 'Bearer {accessToken}',
    headers: { 'User-Agent': USER_AGENT },
  },
  servers: [
    headerServer({
      id: 'reddit-aerostack',
      name: 'Reddit worker of aerostack-mcp',
      provider: 'reddit',
      header: 'X-Mcp-Secret-REDDIT-ACCESS-TOKEN',
      value: '{accessToken}',
      apiHosts: ['oauth.reddit.com'],
      binding: 'request',
      discovery: false,
      scopes: ['identity', 'read'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: '100 calls per minute for the platform’s app, shared by all workspaces.',
    refreshToken: 'Valid until the app’s access is withdrawn.',
  },
  byo: {
    setUp: 'Reddit must approve a new app first, which can take weeks. The app itself takes 3 minutes.',
    quota: '100 calls per minute for your app. Commercial use needs a contract with Reddit.',
    refreshToken: 'Valid until the app’s access is withdrawn.',
    consoleUrl: 'https://www.reddit.com/prefs/apps',
    steps: [
      'Request access to the Data API with Reddit’s form, and wait for the approval.',
      'Choose “create another app”, and the type “web app”.',
      'Enter the redirect URI shown here. It must match exactly, and there can be only one.',
      'Copy the client id, which stands under the app’s name, and the secret.',
    ],
  },
  source: {
    documents: [
      'https://github.com/reddit-archive/reddit/wiki/OAuth2',
      'https://github.com/reddit-archive/reddit/wiki/API',
      'https://github.com/reddit-archive/reddit/blob/master/r2/r2/controllers/oauth2.py',
      'https://github.com/praw-dev/prawcore/pull/115',
      'https://github.com/praw-dev/praw/pull/1767',
      'https://support.reddithelp.com/hc/en-us/articles/14945211791892',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether the answers are still those of the public source, which ended in 2017',
      'whether Reddit insists on a Reddit user name in the User-Agent, where ours has an address',
      'whether each refresh returns the same refresh token, or a further one of the same grant',
    ],
    comparedWith: {
      source:
        'https://github.com/better-auth/better-auth/blob/main/packages/core/src/social-providers/reddit.ts',
      differences: [
        'better-auth asks for a permanent grant only if it is told to; here connections are refreshed, so every consent asks for one.',
        'better-auth sends no challenge; here it is sent, because Reddit ignores what it does not know.',
        'better-auth names itself “better-auth”; Reddit’s rules ask for platform, app, version and contact.',
      ],
    },
  },
};

/**
 * Reddit answers a wrong code with status 200 and an error. Otherwise the error is the status: 400 is only for a refresh token
 * that it does not take, and 401 only for a client.
 */
function redditErrors(answer: ParsedAnswer): ParsedAnswer {
  const error = record(answer.body)?.error;
  if (error === 400 && answer.status === 400) return recode(answer, 'invalid_grant');
  if (error === 401 && answer.status === 401) return recode(answer, 'invalid_client');
  return errorsAtStatus200(answer);
}

function redditRevocation({ clientId, clientSecret, token }: RevocationInput): ProviderRequest {
  return {
    url: 'https://www.reddit.com/api/v1/revoke_token',
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ token, token_type_hint: 'refresh_token' }).toString(),
  };
}
