import { inTurn, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { remoteServer, spawnedServer } from './mcp-server.ts';
import { SLACK_API_HOSTS, slackAccount, slackAnswer, slackErrors, slackRevocation } from './slack.ts';

/** Slack, as the person who consents. These endpoints return only a user token, which Slack's MCP server requires. */
export const slackUser: Provider = {
  id: 'slack-user',
  name: 'Slack',
  oauth: {
    issuer: 'https://slack.com',
    authorizationEndpoint: 'https://slack.com/oauth/v2_user/authorize',
    tokenEndpoint: 'https://slack.com/api/oauth.v2.user.access',
    authorizationResponseIss: 'if-present',
    // The metadata of Slack's MCP server names only this method for these endpoints.
    clientAuthentication: 'client_secret_post',
    // See slack.ts.
    pkce: 'breaks-on-challenge',
    authorizationParameters: {},
    // These endpoints expect user scopes in `scope`.
    scopes: { parameter: 'scope', always: [], requestSeparator: ',', answerSeparator: ',' },
    dialect: { answer: inTurn(userTokenToTop, slackAnswer) },
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
        { scope: 'search:read.public', description: 'Search public channels', default: true },
        { scope: 'channels:read', description: 'List public channels', default: true },
        { scope: 'channels:history', description: 'Read public channels', default: true },
        { scope: 'users:read', description: 'See people of the workspace', default: true },
        { scope: 'search:read.private', description: 'Search private channels', default: false },
        { scope: 'search:read.im', description: 'Search direct messages', default: false },
        { scope: 'search:read.mpim', description: 'Search group messages', default: false },
        { scope: 'search:read.files', description: 'Search files', default: false },
        { scope: 'groups:history', description: 'Read private channels', default: false },
        { scope: 'im:history', description: 'Read direct messages', default: false },
        { scope: 'mpim:history', description: 'Read group messages', default: false },
        { scope: 'users:read.email', description: 'See people’s e-mail addresses', default: false },
        { scope: 'canvases:read', description: 'Read canvases', default: false },
        { scope: 'canvases:write', description: 'Create and change canvases', default: false },
        { scope: 'chat:write', description: 'Send messages as the person', default: false },
      ],
    },
  ],
  api: { hosts: SLACK_API_HOSTS, authorization: 'Bearer {accessToken}' },
  servers: [
    // Each tool needs other scopes, and reports a missing one.
    remoteServer({
      id: 'slack-mcp',
      name: 'Slack',
      provider: 'slack-user',
      url: 'https://mcp.slack.com/mcp',
      scopes: [],
    }),
    // It does not know rotated tokens (xoxe.xoxp-). See slack.ts.
    spawnedServer({
      id: 'slack-user-mcp-stdio',
      name: 'Slack (slack-mcp-server), spawned, without token rotation',
      provider: 'slack-user',
      variable: 'SLACK_MCP_XOXP_TOKEN',
      apiHosts: SLACK_API_HOSTS,
      scopes: ['channels:read', 'channels:history', 'users:read'],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do if members of the workspace may add apps. Otherwise an admin must approve the app once.',
    quota:
      'Slack’s MCP server accepts tokens of distributed apps only if the Slack Marketplace lists the app.',
    unverifiedScreen: '“This app is not approved by Slack”, until the Slack Marketplace lists it.',
    refreshToken: 'Does not expire. It refreshes access tokens that last 12 hours.',
  },
  byo: {
    setUp: 'About 10 minutes at api.slack.com/apps.',
    testUsers:
      'Only your own workspace, until distribution is switched on. Slack’s MCP server refuses distributed apps that are not listed.',
    quota: 'Slack’s usual limits for an app of your own workspace.',
    unverifiedScreen: 'None in your own workspace.',
    refreshToken:
      'None, because access tokens do not expire, unless you switch token rotation on. You cannot switch it off again.',
    consoleUrl: 'https://api.slack.com/apps',
    steps: [
      'Create an app “From scratch” in your workspace.',
      'Switch “Model Context Protocol” on under Agents & AI Apps.',
      'Add the redirect URI shown here in OAuth & Permissions, Redirect URLs.',
      'Add the scopes that you want to use under “User Token Scopes”.',
      'Leave token rotation off if you use slack-mcp-server, which does not know rotated tokens.',
      'Do not opt in to PKCE. It cannot be undone, and refresh tokens would expire after 30 days.',
      'Copy the client id and the client secret from Basic Information.',
    ],
  },
  source: {
    documents: [
      'https://docs.slack.dev/ai/slack-mcp-server',
      'https://docs.slack.dev/authentication/installing-with-oauth',
      'https://docs.slack.dev/authentication/using-token-rotation',
      'https://docs.slack.dev/reference/methods/oauth.v2.user.access',
      'https://docs.slack.dev/reference/methods/auth.revoke',
      'https://github.com/korotovsky/slack-mcp-server/blob/master/pkg/provider/api.go',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether the exchange returns the token in authed_user or at the top level; both are handled',
      'whether oauth.v2.user.access accepts Basic authentication, as its reference says; the metadata does not name it',
      'whether a spent refresh token still works for a short time',
      'what auth.revoke answers for the second token of a pair',
    ],
  },
};

/** Moves the user's token to the top level. The exchange returns it in `authed_user`, the refresh at the top level. */
function userTokenToTop(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  const user = record(body?.authed_user);
  return body && user && body.access_token === undefined && user.access_token !== undefined
    ? { ...answer, body: { ...body, ...user } }
    : answer;
}
