import { codeAsError, inTurn, jsonRequest, record, withoutNulls } from '../oauth/dialects.ts';
import type { Provider, ReadAccount, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { headerServer, spawnedServer } from './mcp-server.ts';

const VERSION = { 'notion-version': '2026-03-11' };
const API_HOSTS = ['api.notion.com'];

/** Notion: no scopes, since people pick pages; no clock that anybody told of. */
export const notion: Provider = {
  id: 'notion',
  name: 'Notion',
  oauth: {
    issuer: 'https://api.notion.com',
    authorizationEndpoint: 'https://api.notion.com/v1/oauth/authorize',
    tokenEndpoint: 'https://api.notion.com/v1/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // Not documented, and tolerated.
    pkce: 'S256',
    authorizationParameters: { owner: 'user' },
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: {
      request: (request) => withVersion(jsonRequest(request)),
      answer: inTurn(withoutNulls, codeAsError),
    },
    // No expires_in, so nothing falls due: it is refreshed when the API refuses the token.
    accessTokenLifetime: 'endless',
    // Connections from before refresh tokens have none (null). What a replay does is not told; Notion's MCP server ends
    // the family.
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
      // Every consent mints a pair of its own (since 2026-06-08).
      reach: 'token',
      // Whether the pair dies with the access token is not told, so both are presented.
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
  // mcp.notion.com is not among them: it takes tokens of its own authorization server alone.
  servers: [
    // With --enable-token-passthrough; `Authorization` is then the gateway's secret, which the runtime adds itself. A token
    // that comes later than `initialize` is ignored.
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
      // With underscores, unlike its siblings.
      header: 'X-Mcp-Secret-NOTION_API_KEY',
      value: '{accessToken}',
      apiHosts: API_HOSTS,
      binding: 'request',
      discovery: false,
      scopes: [],
    }),
  ],
  verified: {
    setUp: 'Nothing to do: choose the pages to share and allow it.',
    quota: 'About 3 API requests a second a connection.',
    refreshToken: 'New with every refresh; Notion tells no lifetime.',
  },
  byo: {
    setUp: 'About 10 minutes in Notion’s developer portal.',
    quota: 'About 3 API requests a second a connection.',
    unverifiedScreen:
      'None for people of your own workspace; a public connection outside it can be reviewed by Notion.',
    refreshToken: 'New with every refresh; Notion tells no lifetime.',
    consoleUrl: 'https://www.notion.so/profile/integrations',
    steps: [
      'Create a connection of kind “Public” in Notion’s developer portal.',
      'Add the redirect URI shown here under “Redirect URIs”.',
      'Choose its capabilities: they take the place of scopes.',
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
      'what presenting a spent refresh token does',
      'whether a challenge is enforced',
      'whether the revocation takes a refresh token: one that is refused shows as failed in the receipt',
      'whether errors of the token endpoint carry `error` or `code`: both are understood',
    ],
  },
};

/** A required header of every request, by Notion's reference. */
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

/** `bot_id` names this person's connection with this workspace; Notion advises to key on it. */
function readAccount(answer: Record<string, unknown>): ReadAccount | undefined {
  const { bot_id: id, workspace_name: workspace } = answer;
  if (typeof id !== 'string') return undefined;
  const user = record(record(answer.owner)?.user);
  const person = record(user?.person)?.email ?? user?.name;
  const label = [person, workspace].filter((part) => typeof part === 'string' && part !== '').join(', ');
  return { id, label };
}
