/** https://developer.paypal.com/log-in/build.md and …/api/identity/v1/schema.yaml */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { must } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['openid', 'email', 'profile'];
const PPID = 'https://www.paypal.com/webapps/auth/identity/user/mVxRyKDbQTyZ2e0sGXLfPkqHUUvA';

interface Environment {
  web: string;
  api: string;
}

const providerOf = ({ web, api }: Environment): ScriptedProvider => ({
  provider: 'paypal',
  expected: {
    account: 'ann@acme.example',
    scopes: SCOPES,
    allowedHosts: [api],
    refreshes: true,
    revocation: 'unconfirmed',
  },
  tokens: { prefixes: { access: 'A23AA', refresh: 'R23AA' }, reuse: 'works' },
  authorization: {
    at: `https://${web}/signin/authorize`,
    scopes: { names: SCOPES, others: 'allowed' },
    pkce: 'ignored',
  },
  token: {
    at: `POST ${api}/v1/oauth2/token`,
    credentials: 'basic',
    tokens: ({ access, refresh }, { isExchange }) => ({
      scope: SCOPES.join(' '),
      access_token: access,
      token_type: 'Bearer',
      expires_in: 28_800,
      nonce: '2026-11-30T10:00:00Z',
      ...(isExchange && { refresh_token: refresh }),
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Client Authentication failed'),
    wrongCode: oauthError(400, 'access_denied', 'Invalid authorization code'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_request', 'Unable to refresh access token'),
      throttled: {
        status: 429,
        body: { name: 'RATE_LIMIT_REACHED', message: 'Too many requests. Blocked due to rate limiting.' },
      },
    },
  },
  endpoints: {
    [`GET ${api}/v1/identity/openidconnect/userinfo`]: accountEndpoint({
      check: ({ query }) => must(query.get('schema') === 'openid', 'schema=openid'),
      account: { user_id: PPID, sub: PPID, name: 'Ann', email: 'ann@acme.example', email_verified: true },
      refused: { status: 401, body: { name: 'AUTHENTICATION_FAILURE', message: 'Invalid access token' } },
    }),
    [`POST ${api}/v1/oauth2/token/terminate`]: revocationEndpoint({
      credentials: 'basic',
      takes: 'access',
      endsGrant: false,
      revoked: { status: 200 },
      unknown: oauthError(400, 'invalid_request', 'Token not found'),
      check: (_request, { token_type_hint: hint }) =>
        must(hint === 'ACCESS_TOKEN', `token_type_hint=ACCESS_TOKEN, was ${hint}`),
    }),
  },
});

export const paypal = providerOf({ web: 'www.paypal.com', api: 'api-m.paypal.com' });
/** An app of the sandbox. */
export const paypalSandbox: ScriptedProvider = {
  ...providerOf({ web: 'www.sandbox.paypal.com', api: 'api-m.sandbox.paypal.com' }),
  variant: 'sandbox',
  app: { environment: 'sandbox' },
};
