import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';

const ATTRIBUTES = 'https://uri.paypal.com/services/paypalattributes';

/**
 * Log in with PayPal: who a person is at PayPal. Payments of a merchant need the merchant's own client credentials, which are not
 * a connection of a person.
 */
export const paypal: Provider = {
  id: 'paypal',
  name: 'PayPal',
  variables: {
    // A client belongs to one of the two.
    environment: {
      label: 'Environment of your app: live or sandbox',
      example: 'sandbox',
      pattern: '^(live|sandbox)$',
      default: 'live',
      derives: {
        live: { webHost: 'www.paypal.com', apiHost: 'api-m.paypal.com' },
        sandbox: { webHost: 'www.sandbox.paypal.com', apiHost: 'api-m.sandbox.paypal.com' },
      },
      of: 'app',
    },
  },
  oauth: {
    issuer: 'https://{webHost}',
    authorizationEndpoint: 'https://{webHost}/signin/authorize',
    tokenEndpoint: 'https://{apiHost}/v1/oauth2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // PKCE is not documented, and the parameters are ignored: clients in production send them.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      always: ['openid', 'email'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: paypalErrors },
    accessTokenLifetime: 28_800,
    // The documentation says: “The refresh token is long-lived (currently 10 years)”. A refresh returns no other refresh token.
    refresh: { kind: 'reusable', replay: 'safe' },
    errors: {
      deadGrant: ['access_denied'],
      configuration: ['invalid_redirect_uri'],
      transient: ['rate_limit_reached', 'internal_service_error'],
    },
    revocation: {
      kind: 'request',
      host: '{apiHost}',
      build: terminate,
      okStatus: [200, 204],
      alreadyGoneStatus: [],
      alreadyGone: [],
      // It ends the access token. Nothing says that it ends the grant.
      confirms: false,
      reach: 'token',
      tokens: ['access'],
      byHandAt: 'https://{webHost}/myaccount/settings',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{apiHost}/v1/identity/openidconnect/userinfo?schema=openid',
      headers: {},
      // Private to the person and this client.
      read: (answer) => {
        const { user_id: id, email, name } = record(answer) ?? {};
        const label = [email, name].find((value) => typeof value === 'string');
        return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
      },
    },
  },
  products: [
    {
      id: 'profile',
      name: 'Profile',
      scopes: [
        { scope: 'profile', description: 'See the person’s full name', default: true },
        { scope: 'address', description: 'See the person’s address', default: false },
        {
          scope: ATTRIBUTES,
          description: 'See the PayPal account id, and whether the account is verified',
          default: false,
        },
      ],
    },
  ],
  api: { hosts: ['{apiHost}'], authorization: 'Bearer {accessToken}' },
  // PayPal's MCP servers are for merchants: they take a token of the merchant's client credentials, or of their own login.
  servers: [],
  verified: {
    setUp: 'Nothing to do. Sign in at PayPal and allow what is asked for.',
    refreshToken: 'Long-lived. PayPal’s documents of its mobile SDKs name 10 years.',
  },
  byo: {
    setUp: 'About 10 minutes in the PayPal Developer Dashboard, and a review before the first live sign-in.',
    testUsers: 'Sandbox accounts, with the credentials of the sandbox.',
    refreshToken: 'Long-lived. PayPal’s documents of its mobile SDKs name 10 years.',
    consoleUrl: 'https://developer.paypal.com/dashboard/applications/live',
    steps: [
      'Choose Apps & Credentials, “Live” or “Sandbox”, and create an app. Enter the same environment here.',
      'Select “Log in with PayPal” under Other features, and open its advanced settings.',
      'Add the redirect URI shown here as the return URL, and select the information that you want to use.',
      'Enter the URLs of your privacy policy and user agreement, and save.',
      'Copy the client id and the secret.',
    ],
  },
  source: {
    documents: [
      'https://developer.paypal.com/log-in/build.md',
      'https://developer.paypal.com/log-in/references.md',
      'https://developer.paypal.com/api/identity/v1/schema.yaml',
      'https://developer.paypal.com/api/rest/authentication/',
      'https://raw.githubusercontent.com/paypal/PayPal-Android-SDK/master/docs/profile_sharing_server.md',
      'https://github.com/paypal/PayPal-node-SDK/issues/167',
      'https://github.com/paypal/PayPal-PHP-SDK/issues/852',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'the error of a refresh token that has ended: reports have invalid_request with “Unable to refresh access token”',
      'whether the terminate request also takes a refresh token',
      'the address of the page on which a person withdraws the app’s access',
      'the lifetime of an access token of a person: the answer names it',
    ],
    comparedWith: {
      source:
        'https://github.com/better-auth/better-auth/blob/main/packages/core/src/social-providers/paypal.ts',
      differences: [
        'better-auth requests no scopes and leaves them to the dashboard: PayPal’s reference lists a scope for each piece of information, and a request can name fewer than the app has.',
        'better-auth reads /v1/identity/oauth2/userinfo?schema=paypalv1.1: PayPal’s OpenAPI file has /v1/identity/openidconnect/userinfo alone, with the same user_id.',
        'better-auth uses the sandbox unless told otherwise: the platform’s app here is a live one.',
      ],
    },
  },
};

function terminate({ clientId, clientSecret, token, variables }: RevocationInput): ProviderRequest {
  return {
    url: `https://${variables.apiHost}/v1/oauth2/token/terminate`,
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: `${new URLSearchParams({ token, token_type_hint: 'ACCESS_TOKEN' })}`,
  };
}

/** A refresh token that has ended is an `invalid_request`, and a rate limit has a `name` instead of an `error`. */
function paypalErrors(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words, name } = record(answer.body) ?? {};
  if (error === 'invalid_request' && /unable to refresh/i.test(String(words)))
    return recode(answer, 'invalid_grant');
  const isNamed = answer.status !== 200 && error === undefined && typeof name === 'string';
  return isNamed ? recode(answer, name.toLowerCase()) : answer;
}
