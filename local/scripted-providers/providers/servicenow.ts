/** https://www.servicenow.com/docs/r/platform-security/authentication/authorization-workflow.html */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const HOST = 'acme.service-now.com';

export const servicenow: ScriptedProvider = {
  provider: 'servicenow',
  app: { instance: 'acme' },
  expected: {
    account: 'abel.tuter',
    scopes: ['useraccount'],
    allowedHosts: [HOST],
    refreshes: true,
    revocation: 'unconfirmed',
    // “8640000 seconds.”
    refreshDays: 100,
  },
  tokens: { reuse: 'works' },
  authorization: {
    at: `https://${HOST}/oauth_auth.do`,
    scopes: { names: ['useraccount'], others: 'allowed' },
    pkce: 'S256',
  },
  token: {
    at: `POST ${HOST}/oauth_token.do`,
    credentials: 'body',
    // Until it expires, the current refresh token is returned.
    tokens: ({ access, refresh }) => ({
      scope: 'useraccount',
      token_type: 'Bearer',
      expires_in: 1800,
      refresh_token: refresh,
      access_token: access,
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Client authentication failed'),
    wrongCode: oauthError(400, 'invalid_grant', 'Authorization code is invalid'),
    refresh: {
      // The error is that of the RFC, the status is not documented.
      deadGrant: oauthError(401, 'invalid_grant', 'Refresh token is invalid or expired'),
      throttled: tooManyRequests(60),
    },
  },
  endpoints: {
    [`GET ${HOST}/api/now/ui/user/current_user`]: accountEndpoint({
      account: {
        result: {
          user_sys_id: '62826bf03710200044e0bfc8bcbe5df1',
          user_name: 'abel.tuter',
          user_display_name: 'Abel Tuter',
        },
      },
      refused: {
        status: 401,
        body: { error: { message: 'User Not Authenticated' }, status: 'failure' },
      },
    }),
    // The URL is documented, the answer is not.
    [`POST ${HOST}/oauth_revoke.do`]: revocationEndpoint({
      credentials: 'body',
      takes: 'either',
      endsGrant: false,
      revoked: { status: 200 },
      unknown: oauthError(400, 'invalid_request'),
    }),
  },
};
