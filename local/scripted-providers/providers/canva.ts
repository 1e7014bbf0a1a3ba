/** https://www.canva.dev/docs/connect/authentication/ and openapi/spec.yml of canva-connect-api-starter-kit */
import { accountEndpoint } from '../account-endpoint.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import { must } from '../received-request.ts';
import type { Answer, Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['profile:read', 'design:meta:read', 'design:content:read', 'asset:read', 'folder:read'];
/** “Up to 4 KB in size.” */
const LONG = 'e'.repeat(4000);

const fails = (status: number, code: string, message: string): Answer => ({
  status,
  body: { code, message },
});
const account = (body: object) =>
  accountEndpoint({
    account: body,
    refused: fails(401, 'invalid_access_token', 'Access token is invalid'),
  });

/** An access token ends alone; a refresh token takes its lineage and the consent with it. */
const revoke: Endpoint = (request, session) => {
  const { token } = fieldsFromClient(request, session, 'basic');
  must(!session.tokens.isAccessLive(token), 'the refresh token, which ends the consent too');
  if (!session.tokens.isRefreshLive(token))
    return fails(400, 'bad_request_params', 'Token is neither an access or refresh token');
  session.tokens.endGrant();
  return { status: 200, body: {} };
};

export const canva: ScriptedProvider = {
  provider: 'canva',
  expected: {
    account: 'Ann Person',
    scopes: SCOPES,
    allowedHosts: ['api.canva.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: LONG, refresh: 'JAB' }, reuse: 'ends-grant' },
  authorization: {
    at: 'https://www.canva.com/api/oauth/authorize',
    parameters: { scope: SCOPES.join(' ') },
    pkce: 'S256',
  },
  token: {
    at: 'POST api.canva.com/rest/v1/oauth/token',
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      refresh_token: refresh,
      token_type: 'Bearer',
      expires_in: 14_400,
      scope: SCOPES.join(' '),
    }),
    wrongClient: fails(401, 'invalid_access_token', 'Client secret is invalid'),
    wrongCode: fails(400, 'invalid_grant', 'Invalid code'),
    refresh: {
      deadGrant: fails(400, 'invalid_grant', 'Invalid refresh token'),
      throttled: fails(429, 'too_many_requests', 'Too many refresh_token requests'),
    },
  },
  endpoints: {
    'POST api.canva.com/rest/v1/oauth/revoke': revoke,
    'GET api.canva.com/rest/v1/users/me': account({
      team_user: { user_id: 'auDAbliZ2rQNNOsUl5OLu', team_id: 'Oi2RJILTrKk0KRhRUZozX' },
    }),
    'GET api.canva.com/rest/v1/users/me/profile': account({ profile: { display_name: 'Ann Person' } }),
  },
};
