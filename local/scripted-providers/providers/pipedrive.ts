/**
 * https://pipedrive.readme.io/docs/marketplace-oauth-authorization, …/marketplace-oauth-and-api-proxy-status-codes,
 * …/app-uninstallation and …/marketplace-getting-user-data
 */
import { accountEndpoint } from '../account-endpoint.ts';
import { tooManyRequests } from '../answers.ts';
import { must } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

/** In words; no code is documented. */
const refused = (message: string): Answer => ({ status: 400, body: { success: false, message } });

export const pipedrive: ScriptedProvider = {
  provider: 'pipedrive',
  expected: {
    account: 'ann@acme.example',
    scopes: ['deals:read', 'contacts:read', 'base'],
    allowedHosts: ['acme-2.pipedrive.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'v1u:', refresh: '1:1:' }, reuse: 'fails' },
  // Scopes are ticked at the app.
  authorization: { at: 'https://oauth.pipedrive.com/oauth/authorize', absent: ['scope'], pkce: 'ignored' },
  token: {
    at: 'POST oauth.pipedrive.com/oauth/token',
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      token_type: 'Bearer',
      expires_in: 3599,
      refresh_token: refresh,
      scope: 'deals:read,contacts:read,base',
      api_domain: 'https://acme-2.pipedrive.com',
    }),
    wrongClient: refused('Invalid client: client is invalid'),
    wrongCode: refused('Invalid grant: authorization_code is invalid'),
    refresh: {
      deadGrant: refused('Invalid grant: refresh_token is invalid'),
      throttled: tooManyRequests(2, { success: false, error: 'request over limit' }),
    },
  },
  endpoints: {
    'POST oauth.pipedrive.com/oauth/revoke': revocationEndpoint({
      credentials: 'basic',
      check: (_request, { token_type_hint: hint }) =>
        must(['access_token', 'refresh_token', undefined].includes(hint as string), 'token_type_hint'),
      // The refresh token: the app is uninstalled. An access token ends alone.
      takes: 'refresh',
      endsGrant: true,
      revoked: { status: 200, body: { success: true } },
      // RFC 7009, to which the page refers.
      unknown: { status: 200, body: { success: true } },
    }),
    'GET acme-2.pipedrive.com/api/v1/users/me': accountEndpoint({
      account: {
        success: true,
        data: {
          id: 777,
          name: 'Ann Person',
          email: 'ann@acme.example',
          company_id: 12_345,
          company_name: 'Acme',
          company_domain: 'acme-2',
        },
      },
      refused: { status: 401, body: { success: false, error: 'Invalid token: access token is invalid' } },
    }),
  },
};
