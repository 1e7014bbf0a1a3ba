import type { Provider, TokenDialect } from '../oauth/provider.ts';

/** GitHub, as an OAuth App: tokens without a clock, nothing to refresh. */
export const github: Provider = {
  id: 'github',
  name: 'GitHub',
  oauth: {
    issuer: 'https://github.com/login/oauth',
    authorizationEndpoint: 'https://github.com/login/oauth/authorize',
    tokenEndpoint: 'https://github.com/login/oauth/access_token',
    // Seen on all responses since 2026-08, announced in no metadata document.
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Since 2025-07-14; enforced once a challenge was sent.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { always: ['read:user'], requestSeparator: ' ', answerSeparator: ',' },
    dialect: errorsAtStatus200,
    accessTokenLifetime: 'endless',
    refresh: { kind: 'none' },
    errors: {
      deadGrant: ['bad_verification_code'],
      configuration: ['incorrect_client_credentials', 'redirect_uri_mismatch', 'application_suspended'],
      transient: [],
    },
    revocation: {
      kind: 'request',
      host: 'api.github.com',
      // Of the two that GitHub offers this one ends the token alone; …/grant would end every token of the user.
      build: ({ clientId, clientSecret, token }) => ({
        url: `https://api.github.com/applications/${encodeURIComponent(clientId)}/token`,
        method: 'DELETE',
        headers: {
          accept: 'application/vnd.github+json',
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        },
        body: JSON.stringify({ access_token: token }),
      }),
      okStatus: [204],
      alreadyGoneStatus: [404, 422],
      reach: 'token',
      token: 'access',
      byHandAt: 'https://github.com/settings/applications',
    },
    account: {
      endpoint: 'https://api.github.com/user',
      headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
      read: (answer) => {
        const { id, login } = answer as { id?: unknown; login?: unknown };
        return typeof id === 'number' && typeof login === 'string'
          ? { id: String(id), label: login }
          : undefined;
      },
    },
  },
  apps: [
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
  api: { hosts: ['api.github.com', 'uploads.github.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    {
      id: 'github-mcp',
      name: 'GitHub',
      provider: 'github',
      url: 'https://api.githubcopilot.com/mcp/',
      allowedHosts: ['api.githubcopilot.com'],
      placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
      removeHeaders: ['Authorization', 'Cookie'],
      binding: 'request',
      discovery: true,
      scopes: [],
    },
  ],
  byo: {
    consoleUrl: 'https://github.com/settings/developers',
    steps: [
      'Create an OAuth App in Settings, Developer settings, OAuth Apps.',
      'Set the redirect URI shown here as its “Authorization callback URL”; there is room for one.',
      'Generate a client secret.',
    ],
  },
  source: {
    documents: [
      'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
      'https://docs.github.com/en/rest/apps/oauth-applications',
      'https://github.blog/changelog/2025-07-14-pkce-support-for-oauth-and-github-app-authentication/',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
  },
};

/** GitHub reports errors with status 200 and an `error` member; RFC 6749 section 5.2 wants 400. */
function errorsAtStatus200(answer: Parameters<TokenDialect>[0]): ReturnType<TokenDialect> {
  const isError = typeof answer.body === 'object' && answer.body !== null && 'error' in answer.body;
  return answer.status === 200 && isError ? { ...answer, status: 400 } : answer;
}
