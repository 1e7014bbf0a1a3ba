import { DAY_IN_SECONDS } from '../contract/durations.ts';
import type { Provider } from '../oauth/provider.ts';
import { headerServer } from './mcp-server.ts';

/** Each company has its own host below api.gong.io. */
const COMPANY_HOST = '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.api\\.gong\\.io$';

/** A technical administrator allows the app for the whole company, so the account is the company. */
export const gong: Provider = {
  id: 'gong',
  name: 'Gong',
  oauth: {
    issuer: 'https://app.gong.io',
    authorizationEndpoint: 'https://app.gong.io/oauth2/authorize',
    tokenEndpoint: 'https://app.gong.io/oauth2/generate-customer-token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // No document says that Gong accepts a challenge, and a client in production leaves it out on purpose (Nango).
    pkce: 'breaks-on-challenge',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: DAY_IN_SECONDS,
    // “One-time tokens”: a refresh ends the one that it used. What else a replay ends is not documented.
    refresh: { kind: 'rotating', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    // No document names an endpoint.
    revocation: { kind: 'none', byHandAt: 'https://app.gong.io/company/api' },
    account: {
      kind: 'token-answer',
      read: (answer) => {
        const host = companyHost(answer);
        return host ? { id: host, label: host.split('.')[0] ?? host } : undefined;
      },
    },
    connectionFacts,
    connectionFactPatterns: { gongHost: COMPANY_HOST },
  },
  products: [
    {
      id: 'gong',
      name: 'Gong',
      scopes: [
        {
          scope: 'api:calls:read:basic',
          description: 'List calls, with their times and participants',
          default: true,
        },
        { scope: 'api:calls:read:transcript', description: 'Read transcripts of calls', default: true },
        { scope: 'api:users:read', description: 'See the company’s people', default: true },
        {
          scope: 'api:calls:read:extensive',
          description: 'Read calls in detail: topics, trackers, comments',
          default: false,
        },
        {
          scope: 'api:calls:read:media-url',
          description: 'Download recordings of calls',
          default: false,
        },
        { scope: 'api:workspaces:read', description: 'List workspaces', default: false },
        { scope: 'api:stats:interaction', description: 'Read statistics of interactions', default: false },
        { scope: 'api:calls:create', description: 'Add calls', default: false },
      ],
    },
  ],
  api: { hosts: ['{gongHost}'], authorization: 'Bearer {accessToken}' },
  // Gong's own MCP server is missing: its integrations are registered apart from those of the API.
  servers: [
    // gong-mcp over HTTP without keys of its own. The operator sets GONG_API_URL to the company's host.
    headerServer({
      id: 'gong-mcp-http',
      name: 'Gong (gong-mcp, streamable-http)',
      provider: 'gong',
      header: 'Authorization',
      value: 'Bearer {accessToken}',
      apiHosts: ['{gongHost}'],
      binding: 'request',
      discovery: true,
      scopes: ['api:calls:read:basic', 'api:calls:read:transcript'],
    }),
  ],
  verified: {
    setUp:
      'You must be a technical administrator in Gong. You allow the app for the whole company, once Gong has approved it.',
    quota: '3 calls per second and 10,000 per day for the company, which all of its integrations share.',
    refreshToken: 'Each can be used once. Its lifetime is not documented.',
  },
  byo: {
    setUp:
      'Up to five working days: Gong gives developer accounts on request. Then about 15 minutes as a technical administrator.',
    testUsers: 'Only your own company, until Gong has approved the integration.',
    quota: '3 calls per second and 10,000 per day for the company, which all of its integrations share.',
    refreshToken: 'Each can be used once. Its lifetime is not documented.',
    consoleUrl: 'https://app.gong.io/company/api',
    steps: [
      'Open Admin center, Settings, Ecosystem, API, and choose “Create integration”.',
      'Select the authorization scopes that you want to use.',
      'Add the redirect URI shown here, and the links that the form asks for.',
      'Save, and copy the client id and the client secret from the list of integrations.',
    ],
  },
  source: {
    documents: [
      'https://help.gong.io/docs/create-an-app-for-gong',
      'https://help.gong.io/v1/docs/create-an-integration-to-connect-to-the-mcp-server',
      'https://nango.dev/blog/gong-oauth-refresh-token-invalid-grant',
      'https://nango.dev/docs/integrations/all/gong-oauth',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether a challenge is accepted or ignored: none is sent',
      'the lifetime of the access token, of which the answer names the seconds, and of the refresh token',
      'whether the host of a company ever changes: the account would then count as another one',
      'the error of a spent refresh token: reports have invalid_grant',
      'whether a refresh answer names the host again',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango sends `access_type=offline`: Gong’s example of the authorization request has no such parameter.',
        'Nango takes any URL as the base URL, or `https://api.gong.io` if there is none: here it must be a host below api.gong.io, because the token goes there.',
      ],
    },
  },
};

/** The host of `api_base_url_for_customer`, which must be one of Gong (T143). */
function companyHost({ api_base_url_for_customer: url }: Record<string, unknown>): string | undefined {
  const host = /^https:\/\/([^/?#]+)\/?$/.exec(String(url))?.[1]?.toLowerCase() ?? '';
  return new RegExp(COMPANY_HOST).test(host) ? host : undefined;
}

/** A refresh that does not name the host keeps the one from before. */
function connectionFacts(answer: Record<string, unknown>): Record<string, string> | undefined {
  if (answer.api_base_url_for_customer === undefined) return {};
  const gongHost = companyHost(answer);
  return gongHost ? { gongHost } : undefined;
}
