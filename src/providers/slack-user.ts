import { inTurn, record } from '../oauth/dialects.ts';
import type { Provider, SpokenAnswer } from '../oauth/provider.ts';
import { remoteServer, spawnedServer } from './mcp-server.ts';
import { SLACK_API_HOSTS, slackAccount, slackAnswer, slackErrors, slackRevocation } from './slack.ts';

/** Slack, as the person who consents, by the endpoints that give a user token alone; Slack's MCP server wants it. */
export const slackUser: Provider = {
  id: 'slack-user',
  name: 'Slack',
  oauth: {
    issuer: 'https://slack.com',
    authorizationEndpoint: 'https://slack.com/oauth/v2_user/authorize',
    tokenEndpoint: 'https://slack.com/api/oauth.v2.user.access',
    authorizationResponseIss: 'if-present',
    // The one method that the metadata of Slack's MCP server names for these endpoints.
    clientAuthentication: 'client_secret_post',
    // As in slack.ts.
    pkce: 'breaks-on-challenge',
    authorizationParameters: {},
    // These endpoints take user scopes in `scope`.
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
    // Scopes differ by tool, and a tool without its scope says so.
    remoteServer({
      id: 'slack-mcp',
      name: 'Slack',
      provider: 'slack-user',
      url: 'https://mcp.slack.com/mcp',
      scopes: [],
    }),
    spawnedServer({
      id: 'slack-user-mcp-stdio',
      name: 'Slack (slack-mcp-server), spawned',
      provider: 'slack-user',
      variable: 'SLACK_MCP_XOXP_TOKEN',
      apiHosts: SLACK_API_HOSTS,
      scopes: ['channels:read', 'channels:history', 'users:read'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do, if the workspace lets members add apps; else an admin approves it once.',
    quota:
      'Slack’s MCP server takes tokens of apps that its Marketplace lists, and of no other distributed app.',
    unverifiedScreen: '“This app is not approved by Slack” until it is listed.',
    refreshToken: 'No end of its own: 12-hour tokens, refreshed.',
  },
  byo: {
    setUp: 'About 10 minutes at api.slack.com/apps.',
    testUsers:
      'Your own workspace, until distribution is switched on; Slack’s MCP server refuses unlisted distributed apps.',
    quota: 'Slack’s usual limits for an app of your own workspace.',
    unverifiedScreen: 'None in your own workspace.',
    refreshToken: 'None, and tokens without a clock, unless token rotation is switched on; that is for good.',
    consoleUrl: 'https://api.slack.com/apps',
    steps: [
      'Create an app “From scratch” in your workspace.',
      'Switch “Model Context Protocol” on under Agents & AI Apps.',
      'Add the redirect URI shown here in OAuth & Permissions, Redirect URLs.',
      'Add the scopes that you connect with under “User Token Scopes”.',
      'Do not opt in to PKCE: it cannot be undone, and refresh tokens would end after 30 days.',
      'Copy client id and client secret from Basic Information.',
    ],
  },
  source: {
    documents: [
      'https://docs.slack.dev/ai/slack-mcp-server',
      'https://docs.slack.dev/authentication/installing-with-oauth',
      'https://docs.slack.dev/authentication/using-token-rotation',
      'https://docs.slack.dev/reference/methods/oauth.v2.user.access',
      'https://docs.slack.dev/reference/methods/auth.revoke',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'whether the exchange puts the token below authed_user or at the top: both are understood',
      'whether Basic works at oauth.v2.user.access, as its reference says: the metadata names the body alone',
      'whether a spent refresh token has a grace',
      'what auth.revoke answers for the second token of a pair',
    ],
  },
};

/** The exchange has the user's token below `authed_user`, the refresh has it at the top. */
function userTokenToTop(answer: SpokenAnswer): SpokenAnswer {
  const body = record(answer.body);
  const user = record(body?.authed_user);
  return body && user && body.access_token === undefined && user.access_token !== undefined
    ? { ...answer, body: { ...body, ...user } }
    : answer;
}
