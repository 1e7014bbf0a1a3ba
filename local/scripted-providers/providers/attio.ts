/** https://docs.attio.com/docs/oauth/authorize, …/token, …/introspect, …/revoke, and …/rest-api/endpoint-reference/meta/identify */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const WORKSPACE = '14beef7a-99f7-4534-a87e-70b564330a4c';

export const attio: ScriptedProvider = {
  provider: 'attio',
  expected: {
    account: 'Acme',
    scopes: [],
    allowedHosts: ['api.attio.com'],
    refreshes: false,
    revocation: 'unconfirmed',
  },
  tokens: { reuse: 'works' },
  // Scopes are ticked at the app.
  authorization: { at: 'https://app.attio.com/authorize', absent: ['scope'], pkce: 'ignored' },
  token: {
    at: 'POST app.attio.com/oauth/token',
    credentials: 'body',
    redirectUri: 'never',
    // No expiry, no refresh token, no scope.
    tokens: ({ access }) => ({ access_token: access, token_type: 'Bearer' }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
  },
  endpoints: {
    // The page has no parameters and no answer: it answers, and here it did nothing.
    'POST app.attio.com/oauth/revoke': revocationEndpoint({
      credentials: 'body',
      takes: 'access',
      endsGrant: false,
      revoked: { status: 200, body: '' },
    }),
    'GET api.attio.com/v2/self': accountEndpoint({
      account: {
        active: true,
        scope: 'record_permission:read object_configuration:read',
        client_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
        token_type: 'Bearer',
        exp: null,
        iat: 1_764_000_000,
        sub: WORKSPACE,
        iss: 'attio.com',
        authorized_by_workspace_member_id: '50cf242c-7fa3-4cad-87d0-75b1af71c57b',
        workspace_id: WORKSPACE,
        workspace_name: 'Acme',
        workspace_slug: 'acme',
        workspace_logo_url: null,
      },
      refused: { status: 200, body: { active: false } },
    }),
  },
};
