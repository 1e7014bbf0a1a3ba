import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { jsonRequest } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';

/**
 * Tokens expire only if the exchange and every refresh ask for a lifetime. The limits are 2 and 90 days; the documents differ on
 * whether the limits themselves are allowed.
 */
const EXPIRY = { expires_in: String(DAY_IN_SECONDS), refresh_token_expires_in: String(89 * DAY_IN_SECONDS) };

/** Each Zendesk account has its own subdomain. A refresh also ends the old access token. */
export const zendesk: Provider = {
  id: 'zendesk',
  name: 'Zendesk',
  variables: {
    subdomain: {
      label: 'Subdomain of your Zendesk account',
      example: 'acme',
      // Exactly one label: a dot, a slash or a port could name a host outside zendesk.com (T143).
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
      // Not 401: the access token has expired, but the refresh token may be valid.
      alreadyGoneStatus: [],
      alreadyGone: [],
      // Users report that a token still worked after a 204, and that the request needs the scope `write`.
      confirms: false,
      reach: 'token',
      tokens: ['access'],
      needs: 'live-access-token',
      byHandAt: 'https://{subdomain}.zendesk.com/admin/apps-integrations/apis/zendesk-api/oauth_clients',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{subdomain}.zendesk.com/api/v2/users/me.json',
      headers: {},
      // Without a valid token the status is also 200, and the user's id is null.
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
      'Nothing to do. Enter your subdomain and allow it. Zendesk must have approved the platform’s global client.',
    quota: '200 to 2500 calls per minute, depending on the account’s plan.',
    refreshToken: 'Expires 89 days after the last refresh.',
  },
  byo: {
    setUp:
      'About 5 minutes in the Admin Center. You must be an admin. The client works only for this account.',
    quota: '200 to 2500 calls per minute, depending on the account’s plan.',
    refreshToken: 'Expires 89 days after the last refresh.',
    consoleUrl: 'https://support.zendesk.com/hc/en-us/articles/4408845965210',
    steps: [
      'Choose Apps and integrations, APIs, OAuth clients in the Admin Center, and add a client.',
      'Choose the client type “Confidential”, and add the redirect URI shown here.',
      'If you set allowed scopes, include “users:read” and the scopes that you want to use.',
      'Save the client, and copy the secret, which is shown only once. The identifier is the client id.',
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
      'whether the token request must be JSON, as in the reference; some clients in production send forms',
      'whether revoking an access token also ends its refresh token, and whether it needs the scope `write`',
      'the address of the Admin Center’s page of OAuth clients',
      'whether there is a public MCP server: none was found; one was in early access in 2026',
    ],
  },
};

/** Sends the body as JSON, with the two lifetimes as numbers, as in the reference. */
function numbersInJson(request: ProviderRequest): ProviderRequest {
  const { body = '{}', ...rest } = jsonRequest(request);
  const isNumber = (name: string) => name in EXPIRY;
  const reviver = (name: string, value: unknown) => (isNumber(name) ? Number(value) : value);
  return { ...rest, body: JSON.stringify(JSON.parse(body, reviver)) };
}
