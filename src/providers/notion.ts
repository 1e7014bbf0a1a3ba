import { codeAsError, inTurn, jsonRequest, record, withoutNulls } from '../oauth/dialects.ts';
import type { Provider, ReadAccount, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { headerServer, spawnedServer } from './mcp-server.ts';

const VERSION = { 'notion-version': '2026-03-11' };
const API_HOSTS = ['api.notion.com'];

/** Notion has no scopes, because people select pages. The lifetime of its tokens is not documented. */
export const notion: Provider = {
  id: 'notion',
  name: 'Notion',
  oauth: {
    issuer: 'https://api.notion.com',
    authorizationEndpoint: 'https://api.notion.com/v1/oauth/authorize',
    tokenEndpoint: 'https://api.notion.com/v1/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // PKCE is not documented, but accepted.
    pkce: 'S256',
    authorizationParameters: { owner: 'user' },
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: {
      request: (request) => withVersion(jsonRequest(request)),
      answer: inTurn(withoutNulls, codeAsError),
    },
    // Answers have no expires_in. The token is refreshed when the API refuses it.
    accessTokenLifetime: 'endless',
    // Older connections have no refresh token (null). The effect of a replay is not documented; Notion's MCP server ends the
    // whole family.
    refresh: { kind: 'sometimes', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: ['rate_limited', 'conflict_error'] },
    revocation: {
      kind: 'request',
      host: 'api.notion.com',
      build: revoke,
      answer: codeAsError,
      okStatus: [200],
      alreadyGoneStatus: [],
      alreadyGone: ['invalid_grant'],
      confirms: true,
      // Every consent has its own pair of tokens (since 2026-06-08).
      reach: 'token',
      // Whether revoking the access token ends the refresh token is not documented, so both are revoked.
      tokens: ['access', 'refresh'],
      byHandAt: 'https://www.notion.com/help/add-and-manage-connections-with-the-api',
    },
    account: { kind: 'token-answer', read: readAccount },
  },
  products: [{ id: 'notion', name: 'Notion', scopes: [] }],
  api: {
    hosts: API_HOSTS,
    authorization: 'Bearer {accessToken}',
    headers: { 'Notion-Version': VERSION['notion-version'] },
  },
  // mcp.notion.com is missing because it accepts only tokens of its own authorization server.
  servers: [
    // With --enable-token-passthrough. `Authorization` is then the gateway's secret, which the runtime adds. The server reads
    // the token at `initialize` and ignores later ones.
    headerServer({
      id: 'notion-mcp-passthrough',
      name: 'Notion, self-hosted',
      provider: 'notion',
      header: 'Notion-Token',
      value: '{accessToken}',
      apiHosts: API_HOSTS,
      binding: 'session',
      discovery: true,
      scopes: [],
    }),
    spawnedServer({
      id: 'notion-mcp-stdio',
      name: 'Notion, spawned',
      provider: 'notion',
      variable: 'NOTION_TOKEN',
      apiHosts: API_HOSTS,
      scopes: [],
    }),
    headerServer({
      id: 'notion-aerostack',
      name: 'Notion worker of aerostack-mcp',
      provider: 'notion',
      // This worker's header has underscores, unlike the others.
      header: 'X-Mcp-Secret-NOTION_API_KEY',
      value: '{accessToken}',
      apiHosts: API_HOSTS,
      binding: 'request',
      discovery: false,
      scopes: [],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Choose the pages to share and allow it.',
    quota: 'About 3 API requests per second for each connection.',
    refreshToken: 'Every refresh returns a new one; its lifetime is not documented.',
  },
  byo: {
    setUp: 'About 10 minutes in Notion’s developer portal.',
    quota: 'About 3 API requests per second for each connection.',
    unverifiedScreen:
      'None in your own workspace. Notion can review a public connection for other workspaces.',
    refreshToken: 'Every refresh returns a new one; its lifetime is not documented.',
    consoleUrl: 'https://www.notion.so/profile/integrations',
    steps: [
      'Create a connection of the kind “Public” in Notion’s developer portal.',
      'Add the redirect URI shown here under “Redirect URIs”.',
      'Choose the capabilities, which Notion has instead of scopes.',
      'Copy the OAuth client id and the OAuth client secret.',
    ],
  },
  source: {
    documents: [
      'https://developers.notion.com/docs/authorization',
      'https://developers.notion.com/reference/create-a-token',
      'https://developers.notion.com/reference/refresh-a-token',
      'https://developers.notion.com/reference/revoke-token',
      'https://github.com/makenotion/notion-mcp-server',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'the lifetime of the access token',
      'what happens when a spent refresh token is presented',
      'whether PKCE is enforced',
      'whether the revocation accepts a refresh token; if not, the receipt shows it as failed',
      'whether errors of the token endpoint have `error` or `code`; both are handled',
    ],
  },
};

/** Adds the header that Notion's reference requires for every request. */
function withVersion(request: ProviderRequest): ProviderRequest {
  return { ...request, headers: { ...request.headers, ...VERSION } };
}

function revoke({ clientId, clientSecret, token }: RevocationInput): ProviderRequest {
  return withVersion({
    url: 'https://api.notion.com/v1/oauth/revoke',
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: JSON.stringify({ token }),
  });
}

/** `bot_id` identifies the connection of one person with one workspace. Notion recommends it as the key. */
function readAccount(answer: Record<string, unknown>): ReadAccount | undefined {
  const { bot_id: id, workspace_name: workspace } = answer;
  if (typeof id !== 'string') return undefined;
  const user = record(record(answer.owner)?.user);
  const person = record(user?.person)?.email ?? user?.name;
  const label = [person, workspace].filter((part) => typeof part === 'string' && part !== '').join(', ');
  return { id, label };
}
