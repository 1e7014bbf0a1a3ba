/** https://developers.asana.com/docs/oauth */
import { oauthError, tooManyRequests } from '../answers.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['users:read', 'tasks:read', 'projects:read', 'workspaces:read'];

/** 200: deauthorized or not found. 400: malformed, or not a refresh token. */
const revoke: Endpoint = (request, session) => {
  const { token } = fieldsFromClient(request, session, 'body');
  if (session.tokens.isAccessLive(token)) return oauthError(400, 'invalid_request');
  if (session.tokens.isRefreshLive(token)) session.tokens.endGrant();
  return { status: 200, body: {} };
};

export const asana: ScriptedProvider = {
  provider: 'asana',
  expected: {
    account: 'gsanchez@example.com',
    scopes: SCOPES,
    allowedHosts: ['app.asana.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: '2/', refresh: '2/r' }, reuse: 'works' },
  authorization: {
    at: 'https://app.asana.com/-/oauth_authorize',
    parameters: { scope: SCOPES.join(' ') },
    pkce: 'S256',
  },
  token: {
    at: 'POST app.asana.com/-/oauth_token',
    credentials: 'body',
    // “redirect_uri (required)”, without a word on the grant.
    redirectUri: 'every-request',
    // Without `scope`; the person comes in `data`; a refresh brings no refresh token.
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      expires_in: 3600,
      token_type: 'bearer',
      data: {
        id: 4_673_218_951,
        gid: '4673218951',
        name: 'Greg Sanchez',
        email: 'gsanchez@example.com',
      },
      ...(isExchange && { refresh_token: refresh }),
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Invalid client_secret'),
    wrongCode: oauthError(400, 'invalid_grant', 'The `code` provided was invalid.'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_grant', 'The refresh token is not recognized.'),
      throttled: tooManyRequests(30, {
        errors: [{ message: 'You have made too many requests recently.' }],
      }),
    },
  },
  endpoints: { 'POST app.asana.com/-/oauth_revoke': revoke },
};
