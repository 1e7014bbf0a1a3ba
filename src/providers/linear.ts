import { record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, ReadAccount } from '../oauth/provider.ts';
import { remoteServer } from './mcp-server.ts';

const API_HOSTS = ['api.linear.app', 'uploads.linear.app'];

/** Access tokens last a day; refresh tokens rotate. */
export const linear: Provider = {
  id: 'linear',
  name: 'Linear',
  oauth: {
    issuer: 'https://linear.app',
    authorizationEndpoint: 'https://linear.app/oauth/authorize',
    tokenEndpoint: 'https://api.linear.app/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    // With this prompt the person can choose another workspace.
    authorizationParameters: { prompt: 'consent' },
    scopes: { parameter: 'scope', always: ['read'], requestSeparator: ',', answerSeparator: ' ' },
    dialect: { answer: scopesAsText },
    accessTokenLifetime: 86_399,
    // By the documentation a replay within 30 minutes returns the same pair; one report says that it is refused.
    refresh: { kind: 'rotating', replay: 'fails' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'request',
      host: 'api.linear.app',
      // Older copies of the documentation have the fields `access_token` and `refresh_token` instead.
      build: ({ token }) => ({
        url: 'https://api.linear.app/oauth/revoke',
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token, token_type_hint: 'refresh_token' }).toString(),
      }),
      okStatus: [200],
      // A 400 is documented as “unable to revoke token (e.g. …)”. A client that walked through it in October 2026 met this text.
      alreadyGoneStatus: [],
      alreadyGone: ['Token has already been revoked.'],
      confirms: true,
      // Documented as “to revoke a user's access to your application”.
      reach: 'grant',
      tokens: ['refresh'],
      byHandAt: 'https://linear.app/settings/account/security',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.linear.app/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { id name email } organization { id name urlKey } }' }),
      read: readViewer,
    },
  },
  products: [
    {
      id: 'linear',
      name: 'Linear',
      scopes: [
        { scope: 'read', description: 'Read issues, projects and documents', default: true },
        { scope: 'issues:create', description: 'Create issues', default: false },
        { scope: 'comments:create', description: 'Write comments', default: false },
        { scope: 'write', description: 'Create and change everything but settings', default: false },
      ],
    },
  ],
  // An OAuth token needs `Bearer`; an API key would be sent without it.
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  // The worker of aerostack-mcp is none: its entry only forwards to mcp.linear.app.
  servers: [
    remoteServer({
      id: 'linear-mcp',
      name: 'Linear',
      provider: 'linear',
      url: 'https://mcp.linear.app/mcp',
      scopes: ['read'],
    }),
    remoteServer({
      id: 'linear-mcp-readonly',
      name: 'Linear, read-only',
      provider: 'linear',
      url: 'https://mcp.linear.app/mcp/readonly',
      scopes: ['read'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Choose the workspace and allow it.',
    quota: 'Counted for each person and app.',
    refreshToken: 'Every refresh returns a new one; its lifetime is not documented.',
  },
  byo: {
    setUp: 'About 5 minutes in Linear’s API settings. You must be an admin.',
    testUsers: 'Only your own workspace, until “Public” is switched on.',
    quota: 'Counted for each person and app.',
    refreshToken: 'Every refresh returns a new one; its lifetime is not documented.',
    consoleUrl: 'https://linear.app/settings/api/applications/new',
    steps: [
      'Create an OAuth application in Settings, API.',
      'Add the redirect URI shown here under “Callback URLs”.',
      'Copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://linear.app/developers/oauth-2-0-authentication',
      'https://linear.app/developers/rate-limiting',
      'https://linear.app/docs/mcp',
      'https://github.com/aerostackdev/aerostack-mcp/blob/main/proxy/linear/proxy.json',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'the lifetime of the refresh token',
      'whether a replay after the documented 30 minutes ends the grant',
      'whether revoking one token ends all connections of the person with the app, as is assumed',
    ],
  },
};

/** For applications created before 2023-12-01 the answer's `scope` is an array. */
function scopesAsText(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  return body && Array.isArray(body.scope)
    ? { ...answer, body: { ...body, scope: body.scope.join(' ') } }
    : answer;
}

/** A Linear user belongs to one workspace, so the viewer's id also identifies the workspace. */
function readViewer(answer: unknown): ReadAccount | undefined {
  const data = record(record(answer)?.data);
  const { id, name, email } = record(data?.viewer) ?? {};
  if (typeof id !== 'string') return undefined;
  const parts = [email ?? name, record(data?.organization)?.name];
  return { id, label: parts.filter((part) => typeof part === 'string').join(', ') };
}
