import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { remoteServer } from './mcp-server.ts';

/**
 * Zoom's MCP servers, as in its directory. They take the token of a General app that somebody registered and a person allowed; there
 * is no dynamic registration. Each tool needs a scope of its own; those here are for reading.
 */
const MCP_SERVERS: [id: string, name: string, product: string, scopes: string[]][] = [
  // Meetings, search, documents and the Hub: no scope is needed by all of its tools.
  ['workspace', 'Zoom', 'zoom', []],
  ['meetings', 'Zoom Meetings', 'meeting', ['meeting:read:search']],
  ['canvas', 'Zoom Canvas', 'canvas', ['docs:read:export']],
  // Zoom's registry lists it, its directory has Canvas instead.
  ['docs', 'Zoom Docs', 'docs', ['docs:read:export']],
  ['chat', 'Zoom Team Chat', 'chat', ['team_chat:read:list_user_messages']],
  ['tasks', 'Zoom Tasks', 'tasks', ['tasks:read:list_tasks']],
  ['whiteboard', 'Zoom Whiteboard', 'whiteboard', ['whiteboard:read:list_whiteboards']],
  ['revenue-accelerator', 'Zoom Revenue Accelerator', 'revenue_accelerator', ['zra:read:list_conversations']],
];

/** The app's registration defines the scopes. A new consent of a person ends the tokens of the earlier one (error 4741). */
export const zoom: Provider = {
  id: 'zoom',
  name: 'Zoom',
  oauth: {
    issuer: 'https://zoom.us',
    authorizationEndpoint: 'https://zoom.us/oauth/authorize',
    tokenEndpoint: 'https://zoom.us/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'none',
      always: ['user:read:user'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: zoomErrors },
    accessTokenLifetime: 3600,
    // Zoom says that the 90 days may change, so they are not used as a fixed expiry.
    refresh: { kind: 'rotating', replay: 'fails', idleLimit: 90 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: ['redirect_uri_mismatch'], transient: [] },
    revocation: {
      kind: 'request',
      host: 'zoom.us',
      // Zoom's documentation revokes the access token.
      build: ({ clientId, clientSecret, token }) => ({
        url: 'https://zoom.us/oauth/revoke',
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        },
        body: new URLSearchParams({ token }).toString(),
      }),
      answer: successAsStatus,
      okStatus: [200],
      alreadyGoneStatus: [],
      // After an error for an expired access token the grant may still be valid.
      alreadyGone: [],
      confirms: true,
      reach: 'grant',
      tokens: ['access'],
      needs: 'live-access-token',
      byHandAt: 'https://marketplace.zoom.us/user/installed',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.zoom.us/v2/users/me',
      headers: {},
      read: (answer) => {
        const { id, email } = answer as { id?: unknown; email?: unknown };
        return typeof id === 'string' && typeof email === 'string' ? { id, label: email } : undefined;
      },
    },
  },
  products: [
    {
      id: 'zoom',
      name: 'Zoom',
      scopes: [
        { scope: 'meeting:read:meeting', description: 'Read a meeting', default: true },
        { scope: 'meeting:read:list_meetings', description: 'List meetings', default: true },
        { scope: 'meeting:write:meeting', description: 'Schedule meetings', default: false },
        {
          scope: 'cloud_recording:read:list_user_recordings',
          description: 'List cloud recordings',
          default: false,
        },
        { scope: 'meeting:read:search', description: 'Search meetings', default: false },
        {
          scope: 'meeting:read:assets',
          description: 'Read summaries and files of a meeting',
          default: false,
        },
        { scope: 'cloud_recording:read:content', description: 'Read cloud recordings', default: false },
        { scope: 'ai_companion:read:search', description: 'Search all of Zoom', default: false },
      ],
    },
    {
      id: 'docs',
      name: 'Zoom Docs',
      scopes: [
        { scope: 'docs:read:export', description: 'Read documents', default: false },
        { scope: 'docs:write:import', description: 'Create documents', default: false },
        { scope: 'hub:read:content', description: 'Read files of the Hub', default: false },
        { scope: 'hub:write:content', description: 'Create files in the Hub', default: false },
      ],
    },
    {
      id: 'chat',
      name: 'Zoom Team Chat',
      scopes: [
        { scope: 'team_chat:read:list_user_messages', description: 'Read messages', default: false },
        { scope: 'team_chat:read:list_user_channels', description: 'List channels', default: false },
        { scope: 'team_chat:read:list_contacts', description: 'See contacts', default: false },
        { scope: 'team_chat:write:user_message', description: 'Send messages', default: false },
      ],
    },
    {
      id: 'tasks',
      name: 'Zoom Tasks',
      scopes: [
        { scope: 'tasks:read:list_tasks', description: 'List tasks', default: false },
        { scope: 'tasks:read:task', description: 'Read a task', default: false },
        { scope: 'tasks:write:task', description: 'Create tasks', default: false },
        { scope: 'tasks:update:task', description: 'Change tasks', default: false },
      ],
    },
    {
      id: 'whiteboard',
      name: 'Zoom Whiteboard',
      scopes: [
        { scope: 'whiteboard:read:list_whiteboards', description: 'List whiteboards', default: false },
        { scope: 'whiteboard:read:whiteboard', description: 'Read a whiteboard', default: false },
        { scope: 'whiteboard:write:whiteboard', description: 'Create whiteboards', default: false },
      ],
    },
    {
      id: 'revenue-accelerator',
      name: 'Zoom Revenue Accelerator',
      scopes: [
        { scope: 'zra:read:list_conversations', description: 'List conversations', default: false },
        { scope: 'zra:read:conversations', description: 'Read conversations', default: false },
        { scope: 'zra:read:list_deals', description: 'List deals', default: false },
        { scope: 'zra:read:deal', description: 'Read a deal', default: false },
      ],
    },
  ],
  api: { hosts: ['api.zoom.us'], authorization: 'Bearer {accessToken}' },
  servers: MCP_SERVERS.map(([id, name, product, scopes]) =>
    remoteServer({
      id: `zoom-${id}`,
      name,
      provider: 'zoom',
      url: `https://mcp.zoom.us/mcp/${product}/streamable`,
      scopes,
    }),
  ),
  verified: {
    setUp: 'Nothing to do. Allow the app. An admin may have to approve it for the account first.',
    quota: 'Depends on the account’s plan, and is shared with its other apps.',
    refreshToken: 'Valid for one use and about 90 days, which Zoom may change.',
  },
  byo: {
    setUp: 'About 10 minutes in the Zoom App Marketplace.',
    testUsers: 'Only people in your own account, until Zoom has reviewed the app.',
    quota: 'Depends on the account’s plan, and is shared with its other apps.',
    refreshToken:
      'Valid for one use and about 90 days. A new consent of the same person ends the earlier one.',
    consoleUrl: 'https://marketplace.zoom.us/develop/create',
    steps: [
      'Choose Develop, Build App, General App, user-managed.',
      'Set the redirect URI shown here as “OAuth redirect URL”, and add it to the allow list.',
      'Add the scope user:read:user and the scopes that you want to use. Every connection gets all scopes of the app.',
      'Copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://developers.zoom.us/docs/integrations/oauth/',
      'https://developers.zoom.us/docs/integrations/oauth-error-messages/',
      'https://developers.zoom.us/docs/mcp/servers/',
      'https://developers.zoom.us/docs/mcp/servers/connect-to-zoom-mcp-servers/',
      'https://developers.zoom.us/docs/mcp/zoom/',
      'https://github.com/zoom/skills/blob/main/skills/zoom-mcp/concepts/oauth-setup.md',
      'https://registry.modelcontextprotocol.io/v0/servers?search=io.github.zoom',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'in which member of an error body the error number is, and which numbers mean an ended grant',
      'the lifetime of a refresh token, and whether its replay ends the grant',
      'what a revocation answers for a token that has already ended',
      'whether mcp.zoom.us/mcp/docs stays: the registry lists it, the directory has Canvas instead',
      'scopes with the ending :admin, which an app that an admin manages has instead',
    ],
  },
};

/** Error numbers from Zoom's page of error messages. They are in a member of their own or in the text. */
const DEAD = /\b(4711|473[345789]|4741)\b/;
const MISREGISTERED = /\b(470[246]|4717)\b/;

/** Zoom's errors are `{reason, error}`, and only the reason is precise: a spent code is `invalid_request`. */
function zoomErrors(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (!body || answer.status < 400) return answer;
  const words = [body.reason, body.error, body.code, body.errorCode].join(' ');
  if (DEAD.test(words) || /invalid token|authorization code/i.test(words))
    return recode(answer, 'invalid_grant');
  if (MISREGISTERED.test(words)) return recode(answer, 'invalid_client');
  return /\b4709\b|redirect/i.test(words) ? recode(answer, 'redirect_uri_mismatch') : answer;
}

/** A successful revocation has `{"status":"success"}`; without it the answer becomes an error. */
function successAsStatus(answer: ParsedAnswer): ParsedAnswer {
  const hasFailed = answer.status === 200 && record(answer.body)?.status !== 'success';
  return hasFailed ? { ...answer, status: 400 } : answer;
}
