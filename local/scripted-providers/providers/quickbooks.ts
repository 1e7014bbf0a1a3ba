/** https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0 and …/openid-connect */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import { must } from '../received-request.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const ACCOUNTING = 'com.intuit.quickbooks.accounting';
const DAY = 24 * 3600;

/** Takes either token, as JSON, and disconnects the app from the company. */
const revoke: Endpoint = (request, session) => {
  const { token } = fieldsFromClient(request, session, 'basic', 'json');
  const { tokens } = session;
  if (!tokens.isAccessLive(token) && !tokens.isRefreshLive(token)) return { status: 400, body: '' };
  tokens.endGrant();
  return { status: 200, body: '' };
};

export const quickbooks: ScriptedProvider = {
  provider: 'quickbooks',
  expected: {
    account: 'ann@acme.example',
    scopes: ['openid', 'email', ACCOUNTING],
    apiHeaders: { accept: 'application/json' },
    allowedHosts: ['quickbooks.api.intuit.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'fails' },
  authorization: {
    at: 'https://appcenter.intuit.com/connect/oauth2',
    scopes: { names: ['openid', 'email', ACCOUNTING], others: 'refused' },
    pkce: 'ignored',
    callback: { realmId: '9341453474484455' },
  },
  token: {
    at: 'POST oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    credentials: 'basic',
    check: ({ headers }) => must(headers.accept?.includes('application/json'), 'Accept: application/json'),
    tokens: ({ access, refresh }, { isExchange }) => ({
      token_type: 'bearer',
      access_token: access,
      refresh_token: refresh,
      expires_in: 3600,
      x_refresh_token_expires_in: 100 * DAY,
      x_refresh_token_hard_expires_in: 5 * 365 * DAY,
      ...(isExchange && { id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln' }),
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant', 'Invalid authorization code'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_grant', 'Incorrect or invalid refresh token'),
      throttled: tooManyRequests(60),
    },
  },
  endpoints: {
    'POST developer.api.intuit.com/v2/oauth2/tokens/revoke': revoke,
    'GET accounts.platform.intuit.com/v1/openid_connect/userinfo': accountEndpoint({
      account: {
        sub: '6e1e7f60-5a5d-4b5e-9f39-000000000001',
        email: 'ann@acme.example',
        emailVerified: true,
      },
      refused: { status: 401, body: '' },
    }),
  },
};
