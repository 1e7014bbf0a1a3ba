import { record } from '../oauth/dialects.ts';
import type { Provider, ReadAccount } from '../oauth/provider.ts';
import { remoteServer, spawnedServer } from './mcp-server.ts';

/** API calls for data go to the organisation's region. */
const API_HOSTS = ['sentry.io', 'us.sentry.io', 'de.sentry.io'];
const READ = ['org:read', 'project:read', 'team:read', 'event:read'];
const MONTH = 30 * 24 * 3600;

/** A token gives access to the one organisation that the person chooses. */
export const sentry: Provider = {
  id: 'sentry',
  name: 'Sentry',
  oauth: {
    issuer: 'https://sentry.io',
    // The slashes at the end are needed, because a redirect would lose the body.
    authorizationEndpoint: 'https://sentry.io/oauth/authorize/',
    tokenEndpoint: 'https://sentry.io/oauth/token/',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: ['org:read'], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: MONTH,
    // In Sentry's database both tokens are one row, so they expire together.
    refreshTokenLifetime: MONTH,
    // A refresh ends the old pair at once. For clients with a secret a replay only gets invalid_grant.
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
    // With `Bearer` it accepts only tokens of its own authorization server.
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
    setUp: 'Nothing to do. Choose the organisation and allow it.',
    refreshToken: 'Expires together with the access token after 30 days; both are refreshed before.',
  },
  byo: {
    setUp: 'About 5 minutes in Sentry’s user settings.',
    refreshToken: 'Expires together with the access token after 30 days; both are refreshed before.',
    consoleUrl: 'https://sentry.io/settings/account/api/applications/',
    steps: [
      'Create an application in User settings, API, Applications.',
      'Add the redirect URI shown here under “Authorized Redirect URIs”.',
      'Generate a client secret. Without one the application is a public client.',
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
      'whether the planned change (8-hour tokens, a replay ends the family: getsentry/sentry#107873) is live; the lifetime in the answer is used',
      'whether many invalid_grant answers at once mean that our application was disabled',
      'whether all tools of the remote MCP server work with read scopes only',
    ],
  },
};

/** The id contains the organisation, so that a consent for another organisation counts as another account. */
function readUser(answer: Record<string, unknown>): ReadAccount | undefined {
  const { id, email, name } = record(answer.user) ?? {};
  const { organization_id: organisation } = answer;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  const label = [email, name].find((text) => typeof text === 'string' && text !== '');
  return { id: organisation ? `${organisation}:${id}` : `${id}`, label: String(label ?? id) };
}
