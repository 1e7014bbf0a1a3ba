/** https://developers.google.com/identity/protocols/oauth2/web-server */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const READ_SCOPES = ['gmail.readonly', 'drive.readonly', 'calendar.readonly', 'spreadsheets.readonly'].map(
  (scope) => `https://www.googleapis.com/auth/${scope}`,
);
/** `email` is answered under its long name. */
const LONG_EMAIL = 'https://www.googleapis.com/auth/userinfo.email';

export const google: ScriptedProvider = {
  provider: 'google',
  expected: {
    account: 'ann@gmail.example',
    scopes: ['openid', 'email', LONG_EMAIL, ...READ_SCOPES],
    allowedHosts: [
      'www.googleapis.com',
      'gmail.googleapis.com',
      'sheets.googleapis.com',
      'docs.googleapis.com',
      'slides.googleapis.com',
      'chat.googleapis.com',
      'classroom.googleapis.com',
      'people.googleapis.com',
    ],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'works' },
  authorization: {
    at: 'https://accounts.google.com/o/oauth2/v2/auth',
    // The list of prompts is delimited by spaces; `select_account` is for people with several accounts.
    parameters: {
      access_type: 'offline',
      prompt: 'consent select_account',
      include_granted_scopes: 'true',
    },
    scopes: { names: ['openid', 'email', ...READ_SCOPES], others: 'allowed' },
    pkce: 'S256',
    callback: { iss: 'https://accounts.google.com' },
  },
  token: {
    at: 'POST oauth2.googleapis.com/token',
    credentials: 'body',
    // A refresh brings no refresh token.
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      ...(isExchange && { refresh_token: refresh }),
      expires_in: 3599,
      token_type: 'Bearer',
      scope: [...READ_SCOPES, 'openid', LONG_EMAIL].join(' '),
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Unauthorized'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_grant', 'Token has been expired or revoked.'),
      throttled: oauthError(403, 'rate_limit_exceeded'),
    },
  },
  endpoints: {
    'POST oauth2.googleapis.com/revoke': revocationEndpoint({
      credentials: 'not-asked',
      takes: 'refresh',
      endsGrant: true,
      revoked: { status: 200, body: {} },
      unknown: oauthError(400, 'invalid_token'),
    }),
    'GET openidconnect.googleapis.com/v1/userinfo': accountEndpoint({
      account: { sub: '1234567890', email: 'ann@gmail.example', email_verified: true },
      refused: oauthError(401, 'invalid_request'),
    }),
  },
};
