import { errorsAtStatus200, jsonRequest, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { spawnedServer } from './mcp-server.ts';

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };

/**
 * monday.com by OAuth 2.1, which all new apps use. Tokens of the older OAuth do not expire, and monday.com stops taking them.
 * The token answer has no `expires_in`.
 */
export const monday: Provider = {
  id: 'monday',
  name: 'monday.com',
  oauth: {
    issuer: 'https://auth.monday.com',
    authorizationEndpoint: 'https://auth.monday.com/oauth2/authorize',
    tokenEndpoint: 'https://auth.monday.com/oauth_ms/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Required.
    pkce: 'S256',
    // Without this parameter, an account in which the app is not installed gets an error instead of the page that installs it.
    authorizationParameters: { force_install_if_needed: 'true' },
    scopes: {
      parameter: 'scope',
      // The account endpoint needs both.
      always: ['me:read', 'account:read'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { request: jsonRequest },
    // `exp` of the token says the same.
    accessTokenLifetime: 3600,
    refresh: { kind: 'rotating', replay: 'kills-family' },
    errors: { deadGrant: ['invalid_token'], configuration: [], transient: ['too_many_requests'] },
    revocation: {
      kind: 'request',
      host: 'auth.monday.com',
      build: mondayRevocation,
      okStatus: [200],
      alreadyGoneStatus: [],
      alreadyGone: [],
      answer: withoutSuccess,
      confirms: true,
      // Nothing says that one token takes the other along.
      reach: 'token',
      tokens: ['refresh', 'access'],
      byHandAt: 'https://support.monday.com/hc/en-us/articles/360009498299',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.monday.com/v2',
      method: 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify({ query: '{ me { id email account { id name } } }' }),
      read: readMe,
    },
  },
  products: [
    {
      id: 'monday',
      name: 'monday.com',
      scopes: [
        { scope: 'boards:read', description: 'Read boards and items', default: true },
        { scope: 'workspaces:read', description: 'Read workspaces', default: true },
        { scope: 'users:read', description: 'See who is in the account', default: true },
        { scope: 'updates:read', description: 'Read updates and replies', default: false },
        { scope: 'docs:read', description: 'Read docs', default: false },
        { scope: 'assets:read', description: 'Read files', default: false },
        { scope: 'teams:read', description: 'See teams', default: false },
        { scope: 'tags:read', description: 'See tags', default: false },
        { scope: 'boards:write', description: 'Change boards and items', default: false },
        { scope: 'updates:write', description: 'Write updates', default: false },
        { scope: 'docs:write', description: 'Change docs', default: false },
        { scope: 'workspaces:write', description: 'Change workspaces', default: false },
        { scope: 'notifications:write', description: 'Send notifications', default: false },
      ],
    },
  ],
  api: { hosts: ['api.monday.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    // npm @mondaydotcomorg/monday-api-mcp sends the variable as the Authorization header of GraphQL calls.
    spawnedServer({
      id: 'monday-api-mcp',
      name: 'monday.com (monday-api-mcp), spawned',
      provider: 'monday',
      variable: 'MONDAY_TOKEN',
      apiHosts: ['api.monday.com'],
      scopes: ['me:read', 'boards:read'],
    }),
  ],
  verified: {
    setUp: 'Allow it on monday.com’s page. An admin of the account must install the app first, or with it.',
    quota: '200 to 25,000 calls per day for the account, depending on its plan, shared with its other apps.',
    refreshToken: 'Valid for one use. Six months after the consent, connect again.',
  },
  byo: {
    setUp: 'About 10 minutes in monday.com’s Developer Center.',
    testUsers: 'People of your own account, until the app is shared or in the marketplace.',
    quota: '200 to 25,000 calls per day for the account, depending on its plan, shared with its other apps.',
    refreshToken: 'Valid for one use. Six months after the consent, connect again.',
    consoleUrl: 'https://monday.com/developers/apps',
    steps: [
      'Create an app. If it is an old one, create a draft version and switch on “New OAuth Flow”.',
      'Open “OAuth & Permissions”, select the scopes that you want to use, and “me:read” and “account:read”.',
      'Add the redirect URI shown here in the tab “Redirect URLs”.',
      'Promote the version to live, and install the app in your account.',
      'Copy the client id and the client secret from “General Settings”.',
    ],
  },
  source: {
    documents: [
      'https://developer.monday.com/apps/docs/oauth-2-1',
      'https://developer.monday.com/apps/docs/migrating-to-the-new-oauth-flow',
      'https://developer.monday.com/apps/docs/oauth',
      'https://developer.monday.com/api-reference/docs/rate-limits',
      'https://github.com/mondaycom/mcp',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'the codes of errors at the token endpoint: those of the page for old tokens are expected',
      'the lifetime of an access token, which is told for old tokens that were exchanged',
      'what a spent refresh token does, and whether a grant ends after six months, as programs report',
      'whether revoking a refresh token ends its access tokens, and the answer for an unknown token',
      'whether `iss` comes with the redirect, and with which value: metadata of the MCP server names another issuer',
      'whether mcp.monday.com accepts the token of an own app: its repository shows a bearer token in a header',
      'whether the API takes the token without `Bearer`, as monday-api-mcp sends it',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango has the token endpoint of the older OAuth, without PKCE and refresh; monday.com gives that to no new app.',
        'Nango leaves response_type out; it belongs to RFC 6749, and monday.com’s metadata has `code`.',
      ],
    },
  },
};

function mondayRevocation({ clientId, clientSecret, token }: RevocationInput): ProviderRequest {
  return {
    url: 'https://auth.monday.com/oauth_ms/oauth/revoke',
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify({ token, client_id: clientId, client_secret: clientSecret }),
  };
}

/** Only `{"success": true}` is a success. */
function withoutSuccess(answer: ParsedAnswer): ParsedAnswer {
  if (answer.status === 200 && record(answer.body)?.success !== true) return { ...answer, status: 400 };
  return errorsAtStatus200(answer);
}

/** Ids are text in monday.com's GraphQL. */
function readMe(answer: unknown) {
  const { id, email, account } = record(record(record(answer)?.data)?.me) ?? {};
  const { id: accountId, name } = record(account) ?? {};
  return typeof id === 'string' && typeof accountId === 'string'
    ? { id: `${accountId}/${id}`, label: [email, name].filter(Boolean).join(', ') }
    : undefined;
}
