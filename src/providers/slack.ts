import { errorsAtStatus200, inTurn, record } from '../oauth/dialects.ts';
import type { AccountFacts, OAuthFacts, ParsedAnswer, Provider, RevocationFacts } from '../oauth/provider.ts';
import { headerServer, spawnedServer } from './mcp-server.ts';

/** API hosts of slack and slack-user. */
export const SLACK_API_HOSTS = ['slack.com', 'files.slack.com'];

/** Error codes of slack and slack-user. */
export const slackErrors: OAuthFacts['errors'] = {
  deadGrant: [
    'invalid_code',
    'code_already_used',
    'invalid_refresh_token',
    'token_revoked',
    'account_inactive',
    // At the token endpoint. At the API it only means that the access token must be refreshed.
    'token_expired',
  ],
  configuration: [
    'bad_client_secret',
    'invalid_client_id',
    'missing_client_id',
    'bad_redirect_uri',
    'invalid_grant_type',
    'oauth_authorization_url_mismatch',
    'token_rotation_not_enabled',
  ],
  transient: ['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'],
};

/** Slack's answers have status 200 with `ok: false` for errors. Their `token_type`, `bot` or `user`, says nothing of OAuth's. */
export const slackAnswer = errorsAtStatus200;

/** The revocation of slack and slack-user. */
export const slackRevocation: RevocationFacts = {
  kind: 'request',
  host: 'slack.com',
  build: ({ token }) => ({
    url: 'https://slack.com/api/auth.revoke',
    method: 'POST',
    headers: { accept: 'application/json', authorization: `Bearer ${token}` },
  }),
  answer: inTurn(errorsAtStatus200, unrevokedAsError),
  okStatus: [200],
  alreadyGoneStatus: [],
  // Not invalid_auth, which Slack also answers to an IP address that the workspace does not allow.
  alreadyGone: ['token_revoked', 'token_expired', 'account_inactive'],
  confirms: true,
  // Without rotation a second consent returns the same token, so its revocation ends both connections.
  reach: 'grant',
  // With rotation the refresh token outlives the access token (slackapi/bolt-js#1965), so both are revoked.
  tokens: ['refresh', 'access'],
  byHandAt: 'https://slack.com/apps/manage',
};

/** The account endpoint of slack and slack-user. */
export const slackAccount: AccountFacts = {
  kind: 'endpoint',
  endpoint: 'https://slack.com/api/auth.test',
  method: 'POST',
  headers: {},
  dead: (answer) => ['token_revoked', 'account_inactive'].includes(String(record(answer)?.error)),
  read: (answer) => {
    const { ok, team, team_id: teamId, user, user_id: userId } = record(answer) ?? {};
    if (ok !== true || typeof teamId !== 'string' || typeof userId !== 'string') return undefined;
    return { id: `${teamId}:${userId}`, label: `${user ?? userId}, ${team ?? teamId}` };
  },
};

/** Slack, as the app's bot. `slack-user` acts as the person. */
export const slack: Provider = {
  id: 'slack',
  name: 'Slack (bot)',
  oauth: {
    issuer: 'https://slack.com',
    authorizationEndpoint: 'https://slack.com/oauth/v2/authorize',
    tokenEndpoint: 'https://slack.com/api/oauth.v2.access',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // PKCE works only after the app is switched to a public client, which cannot be undone.
    pkce: 'breaks-on-challenge',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: [], requestSeparator: ',', answerSeparator: ',' },
    dialect: { answer: slackAnswer },
    // Without token rotation, an irreversible setting of the app, tokens do not expire and there is no refresh token.
    accessTokenLifetime: 'endless',
    refresh: { kind: 'sometimes', replay: 'fails' },
    errors: slackErrors,
    revocation: slackRevocation,
    account: slackAccount,
  },
  products: [
    {
      id: 'slack',
      name: 'Slack',
      scopes: [
        { scope: 'channels:read', description: 'List public channels', default: true },
        {
          scope: 'channels:history',
          description: 'Read channels to which the app was invited',
          default: true,
        },
        { scope: 'users:read', description: 'See people of the workspace', default: true },
        { scope: 'users:read.email', description: 'See people’s e-mail addresses', default: false },
        {
          scope: 'groups:read',
          description: 'List private channels to which the app was invited',
          default: false,
        },
        {
          scope: 'groups:history',
          description: 'Read private channels to which the app was invited',
          default: false,
        },
        { scope: 'files:read', description: 'Read files in channels of the app', default: false },
        { scope: 'reactions:write', description: 'Add and remove reactions', default: false },
        { scope: 'chat:write', description: 'Send messages as the app', default: false },
      ],
    },
  ],
  api: { hosts: SLACK_API_HOSTS, authorization: 'Bearer {accessToken}' },
  // mcp.slack.com refuses bot tokens; slack-user has it.
  servers: [
    // It knows tokens by their prefixes xoxb- and xoxp-, and takes a rotated one (xoxe.xoxb-) for that of a browser: no call works.
    spawnedServer({
      id: 'slack-mcp-stdio',
      name: 'Slack (slack-mcp-server), spawned, without token rotation',
      provider: 'slack',
      variable: 'SLACK_MCP_XOXB_TOKEN',
      apiHosts: SLACK_API_HOSTS,
      scopes: ['channels:read', 'channels:history', 'users:read'],
    }),
    // The reference server and @zencoderai/slack-mcp-server. The operator sets SLACK_TEAM_ID, which is not a secret.
    spawnedServer({
      id: 'slack-reference-stdio',
      name: 'Slack (reference server), spawned',
      provider: 'slack',
      variable: 'SLACK_BOT_TOKEN',
      apiHosts: SLACK_API_HOSTS,
      scopes: ['channels:read', 'channels:history', 'users:read'],
    }),
    headerServer({
      id: 'slack-aerostack',
      name: 'Slack worker of aerostack-mcp',
      provider: 'slack',
      header: 'X-Mcp-Secret-SLACK-BOT-TOKEN',
      value: '{accessToken}',
      apiHosts: SLACK_API_HOSTS,
      binding: 'request',
      discovery: false,
      scopes: [],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do if members of the workspace may add apps. Otherwise an admin must approve the app once.',
    quota:
      'One request per minute with 15 messages for each method that reads channels, until the Slack Marketplace lists the app.',
    unverifiedScreen: '“This app is not approved by Slack”, until the Slack Marketplace lists it.',
    refreshToken: 'Does not expire. It refreshes access tokens that last 12 hours.',
  },
  byo: {
    setUp: 'About 10 minutes at api.slack.com/apps.',
    testUsers: 'Only your own workspace, until distribution is switched on.',
    quota: 'Slack’s usual limits. The limits of unlisted apps do not apply in your own workspace.',
    unverifiedScreen: 'None in your own workspace.',
    refreshToken:
      'None, because access tokens do not expire, unless you switch token rotation on. You cannot switch it off again.',
    consoleUrl: 'https://api.slack.com/apps',
    steps: [
      'Create an app “From scratch” in your workspace.',
      'Add the redirect URI shown here in OAuth & Permissions, Redirect URLs.',
      'Add the scopes that you want to use under “Bot Token Scopes”.',
      'Leave token rotation off if you use slack-mcp-server, which does not know rotated tokens.',
      'Do not opt in to PKCE. It cannot be undone, and refresh tokens would expire after 30 days.',
      'Copy the client id and the client secret from Basic Information.',
    ],
  },
  source: {
    documents: [
      'https://docs.slack.dev/authentication/installing-with-oauth',
      'https://docs.slack.dev/authentication/using-token-rotation',
      'https://docs.slack.dev/authentication/using-pkce',
      'https://docs.slack.dev/reference/methods/oauth.v2.access',
      'https://docs.slack.dev/reference/methods/auth.revoke',
      'https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps',
      'https://github.com/slackapi/bolt-js/issues/1965',
      'https://github.com/korotovsky/slack-mcp-server/blob/master/pkg/provider/api.go',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether a spent refresh token still works for a short time',
      'what auth.revoke answers for the second token of a pair',
      'whether a later slack-mcp-server knows rotated tokens (xoxe.xoxb-): the version of 2026-03 does not',
    ],
  },
};

/** With `ok: true` and `revoked: false` the call succeeded but the token is still valid, so it becomes an error. */
function unrevokedAsError(answer: ParsedAnswer): ParsedAnswer {
  return answer.status === 200 && record(answer.body)?.revoked !== true
    ? { status: 400, body: { error: 'not_revoked' } }
    : answer;
}
