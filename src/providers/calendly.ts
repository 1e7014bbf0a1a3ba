import { record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';

/** Access tokens last two hours; refresh tokens are single-use. */
export const calendly: Provider = {
  id: 'calendly',
  name: 'Calendly',
  oauth: {
    issuer: 'https://calendly.com',
    // Its metadata names calendly.com with a slash at the end, while the endpoints of registered apps are at auth.calendly.com
    // (https://calendly.com/.well-known/oauth-authorization-server, 2026-11-30).
    issuerPattern: '^https://(auth\\.)?calendly\\.com/?$',
    authorizationEndpoint: 'https://auth.calendly.com/oauth/authorize',
    tokenEndpoint: 'https://auth.calendly.com/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: ['users:read'], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 7200,
    // A spent refresh token fails. Whether its reuse also ends the grant is not documented.
    refresh: { kind: 'rotating', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'request',
      host: 'auth.calendly.com',
      // The client id and secret are in the body, although the token endpoint takes them as Basic authentication.
      build: ({ clientId, clientSecret, token }) => ({
        url: 'https://auth.calendly.com/oauth/revoke',
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, token }).toString(),
      }),
      okStatus: [200],
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      reach: 'token',
      tokens: ['refresh', 'access'],
      byHandAt: 'https://calendly.com/integrations',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.calendly.com/users/me',
      headers: {},
      read: (answer) => {
        const { uri, email } = record(record(answer)?.resource) ?? {};
        return typeof uri === 'string' && typeof email === 'string' ? { id: uri, label: email } : undefined;
      },
    },
  },
  products: [
    {
      id: 'calendly',
      name: 'Calendly',
      scopes: [
        { scope: 'event_types:read', description: 'See event types and their free times', default: true },
        { scope: 'scheduled_events:read', description: 'See scheduled events and invitees', default: true },
        { scope: 'availability:read', description: 'See busy times and availability', default: true },
        { scope: 'event_types:write', description: 'Create and change event types', default: false },
        { scope: 'availability:write', description: 'Change availability', default: false },
      ],
    },
  ],
  api: { hosts: ['api.calendly.com'], authorization: 'Bearer {accessToken}' },
  // mcp.calendly.com has its own authorization server. No document says that it accepts an ordinary app's token.
  servers: [],
  verified: { setUp: 'Nothing to do. Choose what to connect and allow it.' },
  byo: {
    setUp: 'About 5 minutes in Calendly’s developer portal.',
    quota: '8 tokens per minute for each person.',
    refreshToken: 'Valid for one use, without a time limit.',
    consoleUrl: 'https://developer.calendly.com/',
    steps: [
      'Sign up for a developer account, which is separate from your Calendly account.',
      'Create an OAuth application of the kind “web” in the environment “Production”.',
      'Add the redirect URI shown here, and select the scopes that you want to use. A new app has none.',
      'Copy the client id and the client secret at once, because the secret is shown only once.',
    ],
  },
  source: {
    documents: [
      'https://developer.calendly.com/api-docs/calendly-o-auth/o-auth/get-oauth-authorize',
      'https://developer.calendly.com/api-docs/calendly-o-auth/o-auth/post-oauth-refresh-token',
      'https://developer.calendly.com/api-docs/calendly-o-auth/o-auth/post-oauth-revoke',
      'https://developer.calendly.com/refresh-token-rotation-guide',
      'https://developer.calendly.com/docs/authentication/scopes',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'whether revoking the refresh token ends the access token; both are revoked',
      'whether the replay of a spent refresh token ends the grant',
      'the page on which a person withdraws the access',
    ],
  },
};
