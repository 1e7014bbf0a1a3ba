/** https://help.gong.io/docs/create-an-app-for-gong */
import { oauthError, tooManyRequests } from '../answers.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['api:calls:read:basic', 'api:calls:read:transcript', 'api:users:read'];

export const gong: ScriptedProvider = {
  provider: 'gong',
  expected: {
    account: 'company-17',
    scopes: SCOPES,
    allowedHosts: ['company-17.api.gong.io'],
    refreshes: true,
    revocation: 'not_supported',
  },
  // “One-time” refresh tokens.
  tokens: { reuse: 'ends-grant' },
  authorization: {
    at: 'https://app.gong.io/oauth2/authorize',
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'refused',
  },
  token: {
    at: 'POST app.gong.io/oauth2/generate-customer-token',
    credentials: 'basic',
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      token_type: 'bearer',
      expires_in: 86_399,
      scope: SCOPES.join(' '),
      refresh_token: refresh,
      ...(isExchange && { api_base_url_for_customer: 'https://company-17.api.gong.io' }),
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Bad client credentials'),
    wrongCode: oauthError(400, 'invalid_grant', 'Authorization code is invalid'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_grant', 'Refresh token code is invalid'),
      throttled: tooManyRequests(30),
    },
  },
};
