import { record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';

const ACCOUNT = '^acct_[A-Za-z0-9]{1,64}$';

/**
 * Stripe Connect with Standard accounts. The client secret is the platform's secret API key: with it alone, and the id of the
 * connected account, a connection is ended. A connection's own access token is an API key of that account.
 */
export const stripe: Provider = {
  id: 'stripe',
  name: 'Stripe',
  oauth: {
    issuer: 'https://connect.stripe.com',
    authorizationEndpoint: 'https://connect.stripe.com/oauth/authorize',
    tokenEndpoint: 'https://connect.stripe.com/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // PKCE is not documented, and the parameters are ignored: clients in production send them.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: { answer: withoutRefreshToken },
    accessTokenLifetime: 'endless',
    refresh: { kind: 'none' },
    errors: { deadGrant: [], configuration: ['invalid_redirect_uri'], transient: ['rate_limit'] },
    revocation: {
      kind: 'request',
      host: 'connect.stripe.com',
      build: deauthorize,
      okStatus: [200],
      alreadyGoneStatus: [],
      // Not invalid_client, which may also be a wrong client id or a key of the other mode.
      alreadyGone: [],
      // “If this is returned, the revocation is successful.”
      confirms: true,
      // It ends the account's connection with the platform.
      reach: 'grant',
      tokens: ['access'],
      byHandAt: 'https://dashboard.stripe.com/settings/apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.stripe.com/v1/account',
      headers: {},
      read: (answer) => {
        const { id, email, settings } = record(answer) ?? {};
        const { display_name: name } = record(record(settings)?.dashboard) ?? {};
        const label = [name, email].find((value) => typeof value === 'string' && value !== '');
        return typeof id === 'string' && new RegExp(ACCOUNT).test(id)
          ? { id, label: String(label ?? '') }
          : undefined;
      },
    },
    connectionFacts: ({ stripe_user_id: account }) =>
      typeof account === 'string' && new RegExp(ACCOUNT).test(account)
        ? { stripeAccount: account }
        : undefined,
    connectionFactPatterns: { stripeAccount: ACCOUNT },
  },
  products: [
    {
      id: 'stripe',
      name: 'Stripe',
      scopes: [
        {
          scope: 'read_write',
          description:
            'Read and change payments, customers and everything else of the account; only extensions can ask for less',
          default: true,
        },
      ],
    },
  ],
  api: { hosts: ['api.stripe.com', 'files.stripe.com'], authorization: 'Bearer {accessToken}' },
  // mcp.stripe.com takes keys and tokens of its own authorization server. No document says that it takes these.
  servers: [],
  verified: {
    setUp: 'Choose the Stripe account and allow it. You must be an administrator of the account.',
    unverifiedScreen:
      'Stripe refuses an account that another platform controls, and platforms without an approved profile.',
    quota: '100 read and 100 write requests per second in live mode, counted for the account.',
    refreshToken: 'None is used. The access token is valid until the account disconnects the platform.',
  },
  byo: {
    setUp: 'About 15 minutes in the Stripe Dashboard, for an account that has Connect.',
    testUsers: 'With the test client id and a test key, any account in test mode.',
    quota: '100 read and 100 write requests per second in live mode, counted for the account.',
    refreshToken: 'None is used. The access token is valid until the account disconnects the platform.',
    consoleUrl: 'https://dashboard.stripe.com/settings/connect/onboarding-options/oauth',
    steps: [
      'Activate Connect, and enable OAuth for Standard accounts in its onboarding options.',
      'Add the redirect URI shown here.',
      'Copy the client id, which begins with “ca_”, of the mode that you want: live or test.',
      'Enter your secret API key of the same mode as the client secret. It can do everything in your own account.',
    ],
  },
  source: {
    documents: [
      'https://docs.stripe.com/connect/oauth-reference',
      'https://docs.stripe.com/connect/oauth-standard-accounts',
      'https://docs.stripe.com/connect/oauth-changes-for-standard-platforms',
      'https://docs.stripe.com/api/accounts/retrieve',
      'https://docs.stripe.com/mcp',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'how long Stripe still returns access tokens, which it calls deprecated in favour of the platform’s key with the account’s id',
      'whether mcp.stripe.com takes the access token of a connected account, as it takes an API key',
      'the form of the error for a wrong secret key at the token endpoint',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango requests no scope: Stripe’s default is `read_only`, which only extensions may have.',
      ],
    },
  },
};

/** Names the account instead of a token. The platform's secret key authorizes it. */
function deauthorize({ clientId, clientSecret, variables }: RevocationInput): ProviderRequest {
  return {
    url: 'https://connect.stripe.com/oauth/deauthorize',
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${clientSecret}:`).toString('base64')}`,
    },
    body: `${new URLSearchParams({ client_id: clientId, stripe_user_id: variables.stripeAccount ?? '' })}`,
  };
}

/** A refresh makes a key of the other mode or a smaller scope, and ends the key that is in use. So the token is not kept. */
function withoutRefreshToken(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (!body) return answer;
  const { refresh_token: _, ...members } = body;
  return { ...answer, body: members };
}
