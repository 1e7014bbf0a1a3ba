import { record } from '../oauth/dialects.ts';
import type { Provider, ReadAccount } from '../oauth/provider.ts';
import { remoteServer, spawnedServer } from './mcp-server.ts';

/** Data calls go to the organisation's region. */
const API_HOSTS = ['sentry.io', 'us.sentry.io', 'de.sentry.io'];
const READ = ['org:read', 'project:read', 'team:read', 'event:read'];
const MONTH = 30 * 24 * 3600;

/** Sentry: a token reaches the one organisation that the person picks. */
export const sentry: Provider = {
  id: 'sentry',
  name: 'Sentry',
  oauth: {
    issuer: 'https://sentry.io',
    // The slashes matter: a redirect would lose the body.
    authorizationEndpoint: 'https://sentry.io/oauth/authorize/',
    tokenEndpoint: 'https://sentry.io/oauth/token/',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: ['org:read'], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: MONTH,
    // It shares the access token's row, and ends with it.
    refreshTokenLifetime: MONTH,
    // The old pair dies at once; a replay gets invalid_grant and harms nothing more, for clients with a secret.
    refresh: { kind: 'rotating', replay: 'fails' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://sentry.io/settings/account/authorizations/' },
    account: { kind: 'token-answer', read: readUser },
  },
  products: [
    {
      id: 'sentry',
      name: 'Sentry',
      scopes: [
        { scope: 'org:read', description: 'See the organisation', default: true },
        { scope: 'project:read', description: 'See projects', default: true },
        { scope: 'team:read', description: 'See teams', default: true },
        { scope: 'event:read', description: 'Read issues and events', default: true },
        { scope: 'member:read', description: 'See members', default: false },
        { scope: 'event:write', description: 'Resolve, assign and change issues', default: false },
        { scope: 'project:write', description: 'Create and change projects', default: false },
        { scope: 'team:write', description: 'Create and change teams', default: false },
      ],
    },
  ],
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  servers: [
    // As `Bearer` it takes tokens of its own authorization server alone.
    remoteServer({
      id: 'sentry-mcp',
      name: 'Sentry',
      provider: 'sentry',
      url: 'https://mcp.sentry.dev/mcp',
      authorization: 'Sentry-Bearer {accessToken}',
      scopes: READ,
    }),
    spawnedServer({
      id: 'sentry-mcp-stdio',
      name: 'Sentry, spawned',
      provider: 'sentry',
      variable: 'SENTRY_ACCESS_TOKEN',
      apiHosts: API_HOSTS,
      scopes: READ,
    }),
  ],
  verified: {
    setUp: 'Nothing to do: choose the organisation and allow it.',
    refreshToken: 'Ends with the access token after 30 days; both are renewed before.',
  },
  byo: {
    setUp: 'About 5 minutes in Sentry’s user settings.',
    refreshToken: 'Ends with the access token after 30 days; both are renewed before.',
    consoleUrl: 'https://sentry.io/settings/account/api/applications/',
    steps: [
      'Create an application in User settings, API, Applications.',
      'Add the redirect URI shown here under “Authorized Redirect URIs”.',
      'Generate a client secret: without one the application is a public client.',
    ],
  },
  source: {
    documents: [
      'https://docs.sentry.io/api/auth/',
      'https://docs.sentry.io/product/partnership-platform/oauth-integration/',
      'https://sentry.io/.well-known/oauth-authorization-server',
      'https://github.com/getsentry/sentry/blob/master/src/sentry/web/frontend/oauth_token.py',
      'https://github.com/getsentry/sentry-mcp',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'whether the planned rework (8-hour tokens, replay ends the family: getsentry/sentry#107873) is live: what the answer tells is stored',
      'an application of ours that was switched off answers invalid_grant: many at once mean that',
      'that the remote MCP server’s tools all work with read scopes alone',
    ],
  },
};

/** With the organisation, so that a consent for another one is not taken for the same account. */
function readUser(answer: Record<string, unknown>): ReadAccount | undefined {
  const { id, email, name } = record(answer.user) ?? {};
  const { organization_id: organisation } = answer;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  const label = [email, name].find((text) => typeof text === 'string' && text !== '');
  return { id: organisation ? `${organisation}:${id}` : `${id}`, label: String(label ?? id) };
}
