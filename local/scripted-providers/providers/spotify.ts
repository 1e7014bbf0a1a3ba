/** https://developer.spotify.com/documentation/web-api/tutorials/code-flow, …/code-pkce-flow and …/refreshing-tokens */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = [
  'user-read-private',
  'playlist-read-private',
  'playlist-read-collaborative',
  'user-library-read',
];

export const spotify: ScriptedProvider = {
  provider: 'spotify',
  expected: {
    account: 'Ann',
    scopes: SCOPES,
    allowedHosts: ['api.spotify.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  tokens: { prefixes: { access: 'BQ', refresh: 'AQ' }, reuse: 'works' },
  authorization: {
    at: 'https://accounts.spotify.com/authorize',
    parameters: { show_dialog: 'true' },
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'S256',
  },
  token: {
    at: 'POST accounts.spotify.com/api/token',
    credentials: 'basic',
    // A refresh brings no refresh token.
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      token_type: 'Bearer',
      scope: [...SCOPES].sort().join(' '),
      expires_in: 3600,
      ...(isExchange && { refresh_token: refresh }),
    }),
    wrongClient: oauthError(400, 'invalid_client', 'Invalid client secret'),
    wrongCode: oauthError(400, 'invalid_grant', 'Invalid authorization code'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_grant', 'Refresh token revoked'),
      throttled: tooManyRequests(12, 'Too many requests'),
    },
  },
  endpoints: {
    // As an app in development mode gets it.
    'GET api.spotify.com/v1/me': accountEndpoint({
      account: { id: '31ann5x2l3i7f', display_name: 'Ann', type: 'user', uri: 'spotify:user:31ann5x2l3i7f' },
      refused: { status: 401, body: { error: { status: 401, message: 'The access token expired' } } },
    }),
  },
};
