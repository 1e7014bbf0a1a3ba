/** https://developer.monday.com/apps/docs/oauth-2-1 and …/migrating-to-the-new-oauth-flow */
import { oauthError } from '../answers.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import { bearerOf, fieldsOf, must } from '../received-request.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['me:read', 'account:read', 'boards:read', 'workspaces:read', 'users:read'];

/** Each token ends alone. */
const revoke: Endpoint = (request, session) => {
  const { token, token_type_hint: hint } = fieldsFromClient(request, session, 'body', 'json');
  must(['access_token', 'refresh_token', undefined].includes(hint as string), 'token_type_hint');
  const { tokens } = session;
  const isLive = tokens.isAccessLive(token) || tokens.isRefreshLive(token);
  if (!isLive) return oauthError(401, 'invalid_token');
  if (tokens.isRefreshLive(token)) tokens.revokeRefresh();
  tokens.revokeAccess(token);
  return { status: 200, body: { success: true } };
};

/** GraphQL: what is not asked for is not answered. */
const graphql: Endpoint = (request, { tokens }) => {
  const { query } = fieldsOf(request, 'json');
  must(
    /^(query )?\{ me \{ id email account \{ id name \} \} \}$/.test(String(query)),
    `a query, was ${query}`,
  );
  if (!tokens.isAccessLive(bearerOf(request)))
    return { status: 401, body: { errors: ['Not Authenticated'] } };
  const me = { id: '4012689', email: 'ann@acme.example', account: { id: '18854', name: 'Acme' } };
  return { status: 200, body: { data: { me }, account_id: 18_854 } };
};

export const monday: ScriptedProvider = {
  provider: 'monday',
  expected: {
    account: 'ann@acme.example, Acme',
    scopes: SCOPES,
    allowedHosts: ['api.monday.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'eyJ', refresh: 'eyJr' }, reuse: 'ends-grant' },
  authorization: {
    at: 'https://auth.monday.com/oauth2/authorize',
    parameters: { force_install_if_needed: 'true' },
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'S256',
    callback: { status: 'approved' },
  },
  token: {
    at: 'POST auth.monday.com/oauth_ms/oauth/token',
    body: 'json',
    credentials: 'body',
    // No expires_in: the access token is a JWT.
    tokens: ({ access, refresh }, { asked }) => ({
      access_token: access,
      refresh_token: refresh,
      token_type: 'Bearer',
      scope: asked.get('scope'),
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: {
      deadGrant: oauthError(401, 'invalid_token'),
      throttled: { status: 429, body: { error: 'too_many_requests' } },
    },
  },
  endpoints: {
    'POST auth.monday.com/oauth_ms/oauth/revoke': revoke,
    'POST api.monday.com/v2': graphql,
  },
};
