import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { jsonRequest } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';

/**
 * Tokens have a clock only if the request names one, at the exchange and at every refresh. The documents differ on whether
 * the limits, 2 and 90 days, are inclusive.
 */
const EXPIRY = { expires_in: String(DAY_IN_SECONDS), refresh_token_expires_in: String(89 * DAY_IN_SECONDS) };

/** One account, one subdomain. A refresh ends the old access token too. */
export const zendesk: Provider = {
  id: 'zendesk',
  name: 'Zendesk',
  variables: {
    subdomain: {
      label: 'Subdomain of your Zendesk account',
      example: 'acme',
      // One label: a dot, a slash or a port would lead away from zendesk.com (T143).
      pattern: '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$',
      of: 'connection',
    },
  },
  oauth: {
    issuer: 'https://{subdomain}.zendesk.com',
    authorizationEndpoint: 'https://{subdomain}.zendesk.com/oauth/authorizations/new',
    tokenEndpoint: 'https://{subdomain}.zendesk.com/oauth/tokens',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    exchangeParameters: { ...EXPIRY, scope: '{scope}' },
    refreshParameters: EXPIRY,
    scopes: {
      parameter: 'scope',
      always: ['users:read'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { request: numbersInJson },
    accessTokenLifetime: 1800,
    refreshTokenLifetime: 30 * DAY_IN_SECONDS,
    refresh: { kind: 'rotating', replay: 'fails' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'request',
      host: '{subdomain}.zendesk.com',
      build: ({ token, variables }) => ({
        url: `https://${variables.subdomain}.zendesk.com/api/v2/oauth/tokens/current.json`,
        method: 'DELETE',
        headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      }),
      okStatus: [204],
      // 401 is an access token that is over, and says nothing about the refresh token.
      alreadyGoneStatus: [],
      alreadyGone: [],
      // People report a 204 after which the token went on working, and that it wants the scope `write`.
      confirms: false,
      reach: 'token',
      tokens: ['access'],
      byHandAt: 'https://{subdomain}.zendesk.com/admin/apps-integrations/apis/zendesk-api/oauth_clients',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{subdomain}.zendesk.com/api/v2/users/me.json',
      headers: {},
      // Nobody signed in is a user whose id is null, at status 200.
      read: (answer) => {
        const { id, email, name } = (answer as { user?: Record<string, unknown> }).user ?? {};
        return typeof id === 'number' ? { id: String(id), label: String(email || name || '') } : undefined;
      },
    },
  },
  products: [
    {
      id: 'zendesk',
      name: 'Zendesk',
      scopes: [
        { scope: 'read', description: 'Read everything that the person can see', default: true },
        { scope: 'tickets:read', description: 'Read tickets', default: false },
        { scope: 'tickets:write', description: 'Create and change tickets', default: false },
        { scope: 'write', description: 'Change everything that the person can', default: false },
      ],
    },
  ],
  api: { hosts: ['{subdomain}.zendesk.com'], authorization: 'Bearer {accessToken}' },
  servers: [],
  verified: {
    setUp:
      'Nothing to do: name your subdomain and allow it. Zendesk must have approved the platform’s global client.',
    quota: '200 to 2500 calls a minute, by plan of the account.',
    refreshToken: 'Lasts 89 days from the latest refresh.',
  },
  byo: {
    setUp: 'About 5 minutes in the Admin Center, by an admin. Such a client works for this account only.',
    quota: '200 to 2500 calls a minute, by plan of the account.',
    refreshToken: 'Lasts 89 days from the latest refresh.',
    consoleUrl: 'https://support.zendesk.com/hc/en-us/articles/4408845965210',
    steps: [
      'In the Admin Center choose Apps and integrations, APIs, OAuth clients, and add one.',
      'Choose the client type “Confidential” and add the redirect URI shown here.',
      'If you set allowed scopes, include “users:read” and those that you connect.',
      'Its identifier is the client id. Save, then copy the secret, which is shown once.',
    ],
  },
  source: {
    documents: [
      'https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/',
      'https://developer.zendesk.com/documentation/api-basics/authentication/refresh-token',
      'https://developer.zendesk.com/documentation/api-basics/authentication/revoking-oauth-token',
      'https://support.zendesk.com/hc/en-us/community/posts/4627188332186-Issues-with-revoking-oauth-tokens-for-Zendesk-Support',
      'https://support.zendesk.com/hc/en-us/articles/10212201463962',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'clients in production send forms as well as JSON, which the reference shows',
      'whether revoking an access token takes its refresh token along, and whether it needs the scope `write`',
      'the address of the Admin Center’s page of OAuth clients',
      'a public MCP server: none found, early access in 2026',
    ],
  },
};

/** JSON, with the two lifetimes as the numbers that the reference shows. */
function numbersInJson(request: ProviderRequest): ProviderRequest {
  const { body = '{}', ...rest } = jsonRequest(request);
  const isNumber = (name: string) => name in EXPIRY;
  const reviver = (name: string, value: unknown) => (isNumber(name) ? Number(value) : value);
  return { ...rest, body: JSON.stringify(JSON.parse(body, reviver)) };
}
