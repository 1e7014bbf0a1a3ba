import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import { errorsAtStatus200, record } from '../oauth/dialects.ts';
import type { AccountFacts, OAuthFacts, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { headerServer, remoteServer, spawnedServer } from './mcp-server.ts';

/** Error codes of github and github-app. */
export const githubErrors: OAuthFacts['errors'] = {
  deadGrant: ['bad_verification_code', 'bad_refresh_token'],
  configuration: ['incorrect_client_credentials', 'redirect_uri_mismatch', 'application_suspended'],
  transient: [],
};

/** The account endpoint of github and github-app. */
export const githubAccount: AccountFacts = {
  kind: 'endpoint',
  endpoint: 'https://api.github.com/user',
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  read: (answer) => {
    const { id, login } = record(answer) ?? {};
    return typeof id === 'number' && typeof login === 'string' ? { id: String(id), label: login } : undefined;
  },
};

/** The API of github and github-app. */
export const githubApi: Provider['api'] = {
  hosts: ['api.github.com', 'uploads.github.com'],
  authorization: 'Bearer {accessToken}',
};

/** GitHub, as an OAuth App. Its tokens do not expire, so nothing is refreshed. */
export const github: Provider = {
  id: 'github',
  name: 'GitHub',
  oauth: {
    issuer: 'https://github.com/login/oauth',
    authorizationEndpoint: 'https://github.com/login/oauth/authorize',
    tokenEndpoint: 'https://github.com/login/oauth/access_token',
    // All responses have it since 2026-08, but no metadata document announces it.
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Supported since 2025-07-14. The verifier is required if a challenge was sent.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: ['read:user'], requestSeparator: ' ', answerSeparator: ',' },
    dialect: { answer: errorsAtStatus200 },
    accessTokenLifetime: 'endless',
    refresh: { kind: 'none' },
    errors: githubErrors,
    revocation: {
      kind: 'request',
      host: 'api.github.com',
      // …/token ends only this token; …/grant would end every token of the user.
      build: (input) => githubDelete('token', input),
      okStatus: [204],
      // GitHub answers both also to a malformed request, so its account endpoint decides.
      alreadyGoneStatus: [404, 422],
      alreadyGone: [],
      confirms: true,
      reach: 'token',
      tokens: ['access'],
      byHandAt: 'https://github.com/settings/applications',
    },
    account: githubAccount,
  },
  products: [
    {
      id: 'github',
      name: 'GitHub',
      scopes: [
        { scope: 'read:org', description: 'See organisations and teams', default: true },
        { scope: 'user:email', description: 'See e-mail addresses', default: false },
        // GitHub has no read-only scope for private repositories.
        { scope: 'repo', description: 'Read and change repositories, private ones too', default: true },
        { scope: 'workflow', description: 'Change workflow files', default: false },
        { scope: 'gist', description: 'Create gists', default: false },
      ],
    },
  ],
  api: githubApi,
  servers: githubServers('github'),
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota:
      '5,000 API requests per hour for each person, shared by all apps. 10 tokens for each person, app and set of scopes; the eleventh ends the oldest.',
    unverifiedScreen:
      'None. If an organisation restricts OAuth apps, the app has no access there until an owner approves it.',
    refreshToken: 'None. The access token is valid until it is revoked or unused for a year.',
  },
  byo: {
    setUp: 'About 3 minutes in GitHub’s developer settings.',
    quota: 'The same as with the platform’s app, counted for your own app.',
    unverifiedScreen: 'None. An organisation that restricts OAuth apps must approve yours too.',
    refreshToken: 'None. The access token is valid until it is revoked or unused for a year.',
    consoleUrl: 'https://github.com/settings/developers',
    steps: [
      'Create an OAuth App in Settings, Developer settings, OAuth Apps.',
      'Set the redirect URI shown here as the “Authorization callback URL”. An app can have one only.',
      'Generate a client secret.',
    ],
  },
  source: {
    documents: [
      'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation',
      'https://docs.github.com/en/rest/apps/oauth-applications',
      'https://github.blog/changelog/2025-07-14-pkce-support-for-oauth-and-github-app-authentication/',
      'https://github.com/github/github-mcp-server/blob/main/docs/remote-server.md',
      'https://github.com/aerostackdev/aerostack-mcp/blob/main/proxy/github/proxy.json',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: ['in which cases a revocation answers 422'],
  },
};

/**
 * The request that deletes a token or a grant (https://docs.github.com/en/rest/apps/oauth-applications). `api` is the address of the
 * API without a slash at its end.
 */
export function githubDelete(
  what: 'token' | 'grant',
  { clientId, clientSecret, token }: RevocationInput,
  api = 'https://api.github.com',
): ProviderRequest {
  return {
    url: `${api}/applications/${encodeURIComponent(clientId)}/${what}`,
    method: 'DELETE',
    headers: {
      accept: 'application/vnd.github+json',
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: JSON.stringify({ access_token: token }),
  };
}

/**
 * The MCP servers. They accept tokens of OAuth Apps and of users of GitHub Apps. The worker of aerostack-mcp is none of them: its
 * entry only forwards to the first.
 */
export function githubServers(provider: string): ServerRegistration[] {
  const { hosts: apiHosts } = githubApi;
  const url = 'https://api.githubcopilot.com/mcp/';
  const bearer = { header: 'Authorization', value: 'Bearer {accessToken}' };
  const self = { provider, scopes: [], apiHosts };
  return [
    remoteServer({ id: `${provider}-mcp`, name: 'GitHub', provider, url, scopes: [] }),
    remoteServer({
      id: `${provider}-mcp-readonly`,
      name: 'GitHub, read-only',
      provider,
      url: `${url}readonly`,
      scopes: [],
    }),
    // github-mcp-server, and the archived @modelcontextprotocol/server-github.
    spawnedServer({
      ...self,
      id: `${provider}-mcp-stdio`,
      name: 'GitHub, spawned',
      variable: 'GITHUB_PERSONAL_ACCESS_TOKEN',
    }),
    headerServer({
      ...self,
      ...bearer,
      id: `${provider}-mcp-http`,
      name: 'GitHub, self-hosted',
      binding: 'request',
      discovery: true,
    }),
  ];
}
