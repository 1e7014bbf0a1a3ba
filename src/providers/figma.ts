import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { spawnedServer } from './mcp-server.ts';

/** Access tokens last 90 days, and Figma has no revocation endpoint. */
export const figma: Provider = {
  id: 'figma',
  name: 'Figma',
  oauth: {
    issuer: 'https://www.figma.com',
    authorizationEndpoint: 'https://www.figma.com/oauth',
    // Since 2025-05-16 also for refreshes, by Figma's changelog. Its OpenAPI file still lists the other endpoint.
    tokenEndpoint: 'https://api.figma.com/v1/oauth/token',
    refreshEndpointIfMissing: 'https://api.figma.com/v1/oauth/refresh',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      always: ['current_user:read'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: errorsInWords },
    accessTokenLifetime: 7_776_000,
    // A refresh returns no new refresh token. Whether this is always so is not documented.
    refresh: { kind: 'reusable', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://www.figma.com/settings' },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.figma.com/v1/me',
      // This endpoint answers 403 for an invalid token.
      deadStatus: [401, 403],
      headers: {},
      read: (answer) => {
        const { id, email, handle } = record(answer) ?? {};
        const label = [email, handle].find((value) => typeof value === 'string');
        return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
      },
    },
  },
  products: [
    {
      id: 'figma',
      name: 'Figma',
      scopes: [
        { scope: 'file_content:read', description: 'Read the contents of files', default: true },
        { scope: 'file_metadata:read', description: 'See names and dates of files', default: true },
        { scope: 'file_comments:read', description: 'Read comments', default: true },
        { scope: 'file_versions:read', description: 'See the history of files', default: true },
        { scope: 'file_comments:write', description: 'Write and delete comments', default: false },
        { scope: 'file_dev_resources:write', description: 'Change links in Dev Mode', default: false },
      ],
    },
  ],
  // `X-Figma-Token` is for personal tokens.
  api: { hosts: ['api.figma.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    // mcp.figma.com accepts only tokens of listed clients.
    spawnedServer({
      id: 'figma-mcp-stdio',
      name: 'Framelink for Figma',
      provider: 'figma',
      variable: 'FIGMA_OAUTH_TOKEN',
      apiHosts: ['api.figma.com'],
      scopes: ['file_content:read'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: 'Depends on the plan and seat of the person who connects, not on the app.',
    refreshToken: 'Stays the same at each refresh; its lifetime is not documented.',
  },
  byo: {
    setUp: 'About 5 minutes for a private app. Figma must review a public one first.',
    testUsers: 'With a private app, only members of its team or organisation.',
    quota: 'Depends on the plan and seat of the person who connects, not on the app.',
    refreshToken: 'The same as with the verified app.',
    consoleUrl: 'https://www.figma.com/developers/apps',
    steps: [
      'Choose “Create a new app”, and copy the client id and the secret.',
      'Add the redirect URI shown here on the page of the OAuth credentials.',
      'Select every scope that you want to use, and current_user:read. Figma refuses a request for any other scope.',
      'Publish the app as private, or as public for accounts outside your organisation.',
    ],
  },
  source: {
    documents: [
      'https://developers.figma.com/docs/rest-api/authentication/',
      'https://developers.figma.com/docs/rest-api/scopes/',
      'https://developers.figma.com/docs/rest-api/changelog/',
      'https://github.com/figma/rest-api-spec/blob/main/openapi/openapi.yaml',
      'https://www.framelink.ai/docs/configuration',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'which endpoint refreshes: the changelog of 2025-05-16 says /v1/oauth/token, the OpenAPI file of 2026-03 says /v1/oauth/refresh',
      'whether refresh tokens are ever replaced',
      'the scope separator: some clients send spaces, others commas',
      'the error code of an expired or revoked refresh token',
      'whether there is a revocation endpoint: none was found',
    ],
  },
};

/**
 * Recodes errors in the form of the REST API, `{"status":400,"error":true,"message":…}` or with `err`, which have no
 * error code.
 */
function errorsInWords(answer: ParsedAnswer): ParsedAnswer {
  const { error, message, err } = record(answer.body) ?? {};
  // A 404 is about the endpoint: Figma's own words for one that has moved name the token that is to be sent elsewhere.
  if (answer.status < 400 || answer.status >= 500 || answer.status === 404) return answer;
  if (typeof error === 'string') return answer;
  const words = String(message ?? err);
  if (/refresh.?token|\bcode\b/i.test(words)) return recode(answer, 'invalid_grant');
  return /client/i.test(words) ? recode(answer, 'invalid_client') : answer;
}
