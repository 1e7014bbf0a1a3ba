/** https://linear.app/developers/oauth-2-0-authentication */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { fieldsOf, must } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['read', 'comments:create'];

export const linear: ScriptedProvider = {
  provider: 'linear',
  scopes: SCOPES,
  expected: {
    account: 'ann@acme.example, Acme',
    scopes: SCOPES,
    allowedHosts: ['api.linear.app', 'uploads.linear.app'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'fails' },
  authorization: {
    at: 'https://linear.app/oauth/authorize',
    parameters: { prompt: 'consent' },
    scopes: { names: SCOPES, others: 'refused', separator: ',' },
    pkce: 'S256',
  },
  token: {
    at: 'POST api.linear.app/oauth/token',
    credentials: 'body',
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      token_type: 'Bearer',
      expires_in: 86_399,
      // An application from before 2023-12-01 is answered with an array, the others with text.
      scope: isExchange ? SCOPES : SCOPES.join(' '),
      refresh_token: refresh,
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: { deadGrant: oauthError(400, 'invalid_grant'), throttled: tooManyRequests(30) },
  },
  endpoints: {
    'POST api.linear.app/graphql': accountEndpoint({
      check: (request) =>
        must(String(fieldsOf(request, 'json').query).includes('viewer'), 'a GraphQL query for the viewer'),
      account: {
        data: {
          viewer: { id: 'a1b2c3d4-0000-4000-8000-000000000001', name: 'Ann', email: 'ann@acme.example' },
          organization: { id: 'a1b2c3d4-0000-4000-8000-000000000002', name: 'Acme', urlKey: 'acme' },
        },
      },
      refused: { status: 401, body: { errors: [{ extensions: { code: 'AUTHENTICATION_ERROR' } }] } },
    }),
    'POST api.linear.app/oauth/revoke': revocationEndpoint({
      credentials: 'not-asked',
      check({ headers }, fields) {
        must(!headers.authorization && !('access_token' in fields), 'never mixed with the older forms');
        const hints = ['access_token', 'refresh_token'];
        must(hints.includes(fields.token_type_hint as string), 'token_type_hint');
      },
      takes: 'refresh',
      endsGrant: true,
      revoked: { status: 200 },
      unknown: { status: 400 },
    }),
  },
};
