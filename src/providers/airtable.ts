import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { headerServer, remoteServer, spawnedServer } from './mcp-server.ts';

const API_HOSTS = ['api.airtable.com', 'content.airtable.com'];

/** Presenting a spent refresh token may end the authorization. Airtable has no revocation endpoint. */
export const airtable: Provider = {
  id: 'airtable',
  name: 'Airtable',
  oauth: {
    issuer: 'https://airtable.com',
    authorizationEndpoint: 'https://airtable.com/oauth2/v1/authorize',
    tokenEndpoint: 'https://airtable.com/oauth2/v1/token',
    authorizationResponseIss: 'if-present',
    // Required for an integration with a secret, forbidden for one without.
    clientAuthentication: 'client_secret_basic',
    // Required.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      always: ['user.email:read'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    // Documented as `Bearer ` with a trailing space.
    dialect: { answer: refreshExpiresIn },
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 60 * DAY_IN_SECONDS,
    refresh: { kind: 'rotating', replay: 'kills-family', idleLimit: 60 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    // The reference names no endpoint. The page explains where to revoke: account, Integrations, third-party integrations.
    revocation: {
      kind: 'none',
      byHandAt: 'https://support.airtable.com/docs/third-party-integrations-via-oauth-overview',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.airtable.com/v0/meta/whoami',
      headers: {},
      read: (answer) => {
        const { id, email } = answer as { id?: unknown; email?: unknown };
        return typeof id === 'string' && typeof email === 'string' ? { id, label: email } : undefined;
      },
    },
  },
  products: [
    {
      id: 'airtable',
      name: 'Airtable',
      scopes: [
        { scope: 'data.records:read', description: 'Read records', default: true },
        { scope: 'schema.bases:read', description: 'Read tables and fields', default: true },
        { scope: 'data.recordComments:read', description: 'Read comments', default: false },
        { scope: 'data.records:write', description: 'Create, change and delete records', default: false },
        { scope: 'data.recordComments:write', description: 'Write comments', default: false },
        { scope: 'schema.bases:write', description: 'Change tables and fields', default: false },
        { scope: 'webhook:manage', description: 'Manage webhooks', default: false },
      ],
    },
  ],
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  servers: [
    remoteServer({
      id: 'airtable-mcp',
      name: 'Airtable',
      provider: 'airtable',
      url: 'https://mcp.airtable.com/mcp',
      scopes: ['data.records:read', 'schema.bases:read'],
    }),
    // npm airtable-mcp-server sends the variable as a bearer token.
    spawnedServer({
      id: 'airtable-mcp-server',
      name: 'Airtable (airtable-mcp-server)',
      provider: 'airtable',
      variable: 'AIRTABLE_API_KEY',
      apiHosts: API_HOSTS,
      scopes: ['data.records:read', 'schema.bases:read'],
    }),
    // mcp-airtable of github.com/aerostackdev/aerostack-mcp sends the header's value as a bearer token.
    headerServer({
      id: 'airtable-aerostack',
      name: 'Airtable (aerostack-mcp)',
      provider: 'airtable',
      header: 'X-Mcp-Secret-AIRTABLE-API-KEY',
      value: '{accessToken}',
      apiHosts: ['api.airtable.com'],
      binding: 'request',
      discovery: false,
      scopes: ['data.records:read'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Choose what to connect, then choose the bases and workspaces on Airtable’s page.',
    quota: '5 calls per second for each base, shared by all apps that use the base.',
    refreshToken: 'Expires after 60 days without use.',
  },
  byo: {
    setUp: 'About 10 minutes in Airtable’s Builder Hub.',
    testUsers:
      'Only you, until the integration has terms of service, a privacy policy and a support address.',
    quota: '5 calls per second for each base, shared by all apps that use the base.',
    refreshToken:
      'Expires after 60 days without use. If an old one is used again, Airtable may revoke the grant.',
    consoleUrl: 'https://airtable.com/create/oauth',
    steps: [
      'Register a new OAuth integration with the redirect URI shown here.',
      'Generate a client secret: without one this service cannot authenticate.',
      'Select the scopes that you want to use, and “user.email:read”.',
      'Fill in the support e-mail, the privacy policy URL and the terms of service URL. Without them only you can connect.',
    ],
  },
  source: {
    documents: [
      'https://airtable.com/developers/web/api/oauth-reference',
      'https://airtable.com/developers/web/api/scopes',
      'https://support.airtable.com/docs/third-party-integrations-via-oauth-overview',
      'https://support.airtable.com/docs/troubleshooting-oauth-integrations-in-airtable',
      'https://docs.dust.tt/docs/user-documentation/agents/tools/airtable',
      'https://www.truefoundry.com/docs/ai-gateway/mcp/airtable-mcp-server',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'what exactly the reuse of a refresh token revokes, and the body of a 409',
      'whether mcp.airtable.com accepts the token of an own integration, and its path: only other gateways document both',
    ],
  },
};

/** Airtable sends the lifetime of the refresh token as `refresh_expires_in`. */
function refreshExpiresIn(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (!body || typeof body.refresh_expires_in !== 'number') return answer;
  return { ...answer, body: { ...body, refresh_token_expires_in: body.refresh_expires_in } };
}
