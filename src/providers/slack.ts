import { bearerTokenType, errorsAtStatus200, inTurn, record } from '../oauth/dialects.ts';
import type { AccountFacts, OAuthFacts, Provider, RevocationFacts, SpokenAnswer } from '../oauth/provider.ts';
import { headerServer, spawnedServer } from './mcp-server.ts';

export const SLACK_API_HOSTS = ['slack.com', 'files.slack.com'];

export const slackErrors: OAuthFacts['errors'] = {
  deadGrant: [
    'invalid_code',
    'code_already_used',
    'invalid_refresh_token',
    'token_revoked',
    'account_inactive',
    // Answered to a refresh; at the API it only means “refresh now”.
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

/** `ok: false` at 200, and a `token_type` of `bot` or `user`. */
export const slackAnswer = inTurn(errorsAtStatus200, bearerTokenType);

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
  // Not invalid_auth, which an address that the workspace does not allow gets as well.
  alreadyGone: ['token_revoked', 'token_expired', 'account_inactive'],
  confirms: true,
  // Without rotation a second consent gives the same token again, and ending it ends both connections.
  reach: 'grant',
  // With rotation the refresh token outlives the access token (slackapi/bolt-js#1965), so both are presented.
  tokens: ['refresh', 'access'],
  byHandAt: 'https://slack.com/apps/manage',
};

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

/** Slack, as an app's bot. `slack-user` acts as the person instead. */
export const slack: Provider = {
  id: 'slack',
  name: 'Slack (bot)',
  oauth: {
    issuer: 'https://slack.com',
    authorizationEndpoint: 'https://slack.com/oauth/v2/authorize',
    tokenEndpoint: 'https://slack.com/api/oauth.v2.access',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // Works only after an irreversible switch of the app, which makes it a public client.
    pkce: 'breaks-on-challenge',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: [], requestSeparator: ',', answerSeparator: ',' },
    dialect: { answer: slackAnswer },
    // Without token rotation, which the app switches on for good, there is no clock and no refresh token.
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
        { scope: 'channels:history', description: 'Read channels that it was invited to', default: true },
        { scope: 'users:read', description: 'See people of the workspace', default: true },
        { scope: 'users:read.email', description: 'See people’s e-mail addresses', default: false },
        { scope: 'groups:read', description: 'List private channels that it was invited to', default: false },
        {
          scope: 'groups:history',
          description: 'Read private channels that it was invited to',
          default: false,
        },
        { scope: 'files:read', description: 'Read files of its channels', default: false },
        { scope: 'reactions:write', description: 'Add and remove reactions', default: false },
        { scope: 'chat:write', description: 'Send messages as the app', default: false },
      ],
    },
  ],
  api: { hosts: SLACK_API_HOSTS, authorization: 'Bearer {accessToken}' },
  // mcp.slack.com refuses bot tokens: see slack-user.
  servers: [
    spawnedServer({
      id: 'slack-mcp-stdio',
      name: 'Slack (slack-mcp-server), spawned',
      provider: 'slack',
      variable: 'SLACK_MCP_XOXB_TOKEN',
      apiHosts: SLACK_API_HOSTS,
      scopes: ['channels:read', 'channels:history', 'users:read'],
    }),
    // The reference server and @zencoderai/slack-mcp-server. SLACK_TEAM_ID, no secret, is the operator's to set.
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
    setUp: 'Nothing to do, if the workspace lets members add apps; else an admin approves it once.',
    quota:
      'One page of 15 messages a minute and channel method, until Slack has listed the app in its Marketplace.',
    unverifiedScreen: '“This app is not approved by Slack” until it is listed.',
    refreshToken: 'No end of its own: 12-hour tokens, refreshed.',
  },
  byo: {
    setUp: 'About 10 minutes at api.slack.com/apps.',
    testUsers: 'Your own workspace, until distribution is switched on.',
    quota: 'Slack’s usual limits: an app of your own workspace is not held to those of unlisted apps.',
    unverifiedScreen: 'None in your own workspace.',
    refreshToken: 'None, and tokens without a clock, unless token rotation is switched on; that is for good.',
    consoleUrl: 'https://api.slack.com/apps',
    steps: [
      'Create an app “From scratch” in your workspace.',
      'Add the redirect URI shown here in OAuth & Permissions, Redirect URLs.',
      'Add the scopes that you connect with under “Bot Token Scopes”.',
      'Do not opt in to PKCE: it cannot be undone, and refresh tokens would end after 30 days.',
      'Copy client id and client secret from Basic Information.',
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
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'whether a spent refresh token has a grace',
      'what auth.revoke answers for the second token of a pair',
      'whether the spawned servers take the long prefix of a rotated token (xoxe.xoxb-)',
    ],
  },
};

/** `revoked: false` beside `ok: true`: the call went well, and the token lives. */
function unrevokedAsError(answer: SpokenAnswer): SpokenAnswer {
  return answer.status === 200 && record(answer.body)?.revoked !== true
    ? { status: 400, body: { error: 'not_revoked' } }
    : answer;
}
