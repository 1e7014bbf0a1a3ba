/** https://docs.stripe.com/connect/oauth-reference */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { fieldsOf, must } from '../received-request.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const ACCOUNT = 'acct_1MTfjCQ9PRzxEwkZ';

/** The secret API key as the user name of Authorization: Basic, without a password. No token is named. */
const deauthorize: Endpoint = (request, { client, tokens }) => {
  const fields = fieldsOf(request);
  const key = `Basic ${Buffer.from(`${client.clientSecret}:`).toString('base64')}`;
  must(request.headers.authorization === key, 'the secret API key in Authorization: Basic');
  must(Object.keys(fields).length === 2, 'client_id and stripe_user_id');
  if (fields.client_id !== client.clientId || fields.stripe_user_id !== ACCOUNT || !tokens.hasAccess())
    return oauthError(
      401,
      'invalid_client',
      'This application is not connected to that account, or it does not exist.',
    );
  tokens.endGrant();
  return { status: 200, body: { stripe_user_id: ACCOUNT } };
};

export const stripe: ScriptedProvider = {
  provider: 'stripe',
  expected: {
    account: 'Acme, Inc.',
    scopes: ['read_write'],
    allowedHosts: ['api.stripe.com', 'files.stripe.com'],
    refreshes: false,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'sk_live_', refresh: 'rt_' }, reuse: 'works' },
  authorization: {
    at: 'https://connect.stripe.com/oauth/authorize',
    scopes: { names: ['read_write'], others: 'refused' },
    pkce: 'ignored',
    callback: { scope: 'read_write' },
  },
  token: {
    at: 'POST connect.stripe.com/oauth/token',
    credentials: 'body',
    redirectUri: 'never',
    // No `expires_in`.
    tokens: ({ access, refresh }) => ({
      access_token: access,
      livemode: true,
      refresh_token: refresh,
      token_type: 'bearer',
      stripe_publishable_key: 'pk_live_5kZP1FLCX5gEAoSE',
      stripe_user_id: ACCOUNT,
      scope: 'read_write',
    }),
    wrongClient: {
      status: 401,
      body: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_live_***' } },
    },
    wrongCode: oauthError(400, 'invalid_grant', 'Authorization code does not exist: ac_1'),
  },
  endpoints: {
    'GET api.stripe.com/v1/account': accountEndpoint({
      account: {
        id: ACCOUNT,
        object: 'account',
        email: 'ann@acme.example',
        settings: { dashboard: { display_name: 'Acme, Inc.', timezone: 'Etc/UTC' } },
      },
      refused: {
        status: 401,
        body: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_live_***' } },
      },
    }),
    'POST connect.stripe.com/oauth/deauthorize': deauthorize,
  },
};
