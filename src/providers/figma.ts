import { bearerTokenType, inTurn, recode, record } from '../oauth/dialects.ts';
import type { Provider, SpokenAnswer } from '../oauth/provider.ts';
import { spawnedServer } from './mcp-server.ts';

/** Access tokens of 90 days, and no way to end them from here. */
export const figma: Provider = {
  id: 'figma',
  name: 'Figma',
  oauth: {
    issuer: 'https://www.figma.com',
    authorizationEndpoint: 'https://www.figma.com/oauth',
    // Also for refreshes since 2025-05-16; /v1/oauth/refresh still stands in Figma's OpenAPI file.
    tokenEndpoint: 'https://api.figma.com/v1/oauth/token',
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
    dialect: { answer: inTurn(bearerTokenType, errorsInWords) },
    accessTokenLifetime: 7_776_000,
    // A refresh answers without a refresh token; that none is ever replaced is not documented.
    refresh: { kind: 'reusable', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://www.figma.com/settings' },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.figma.com/v1/me',
      // An invalid token is a 403 there.
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
    // mcp.figma.com takes tokens of listed clients alone.
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
    setUp: 'Nothing to do: choose what to connect and allow it.',
    quota: 'By the plan and seat of the person who connects, not by app.',
    refreshToken: 'Stays the same at each refresh; when it ends is not documented.',
  },
  byo: {
    setUp: 'About 5 minutes for a private app; a public one is reviewed by Figma first.',
    testUsers: 'A private app connects members of its own team or organisation only.',
    quota: 'By the plan and seat of the person who connects, not by app.',
    refreshToken: 'As with the verified app.',
    consoleUrl: 'https://www.figma.com/developers/apps',
    steps: [
      'Choose “Create a new app” and copy its client id and secret.',
      'Add the redirect URI shown here on the page of its OAuth credentials.',
      'Tick every scope that you will ask for, current_user:read too: Figma refuses a request for any other.',
      'Publish the app as private, or as public for accounts outside your organisation.',
    ],
  },
  source: {
    documents: [
      'https://developers.figma.com/docs/rest-api/authentication/',
      'https://developers.figma.com/docs/rest-api/scopes/',
      'https://developers.figma.com/docs/rest-api/changelog/',
      'https://www.framelink.ai/docs/configuration',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'whether refresh tokens are ever replaced',
      'the scope separator: clients in the wild send spaces as well as commas',
      'how a dead refresh token is answered',
      'revocation: no endpoint was found',
    ],
  },
};

/** Errors in the form of the REST API, `{"status":400,"error":true,"message":…}` or with `err`: the words must do. */
function errorsInWords(answer: SpokenAnswer): SpokenAnswer {
  const { error, message, err } = record(answer.body) ?? {};
  if (answer.status < 400 || answer.status >= 500 || typeof error === 'string') return answer;
  const words = String(message ?? err);
  if (/refresh.?token|\bcode\b/i.test(words)) return recode(answer, 'invalid_grant');
  return /client/i.test(words) ? recode(answer, 'invalid_client') : answer;
}
