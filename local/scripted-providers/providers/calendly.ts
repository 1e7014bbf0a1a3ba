/** https://developer.calendly.com/api-docs/calendly-o-auth, https://developer.calendly.com/refresh-token-rotation-guide */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['users:read', 'event_types:read', 'scheduled_events:read', 'availability:read'];
const ANN = 'https://api.calendly.com/users/AAAA';

/** Wants the client in the body, unlike the token endpoint. Each token ends alone. */
const revoke: Endpoint = (request, session) => {
  const { token } = fieldsFromClient(request, session, 'body');
  const { tokens } = session;
  const isRefresh = tokens.isRefreshLive(token);
  if (isRefresh) tokens.revokeRefresh();
  return tokens.revokeAccess(token) || isRefresh || tokens.isExpired(token)
    ? { status: 200, body: {} }
    : oauthError(400, 'invalid_request');
};

export const calendly: ScriptedProvider = {
  provider: 'calendly',
  expected: {
    account: 'ann@calendly.example',
    scopes: SCOPES,
    allowedHosts: ['api.calendly.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'fails' },
  authorization: {
    at: 'https://auth.calendly.com/oauth/authorize',
    parameters: { scope: SCOPES.join(' ') },
    pkce: 'S256',
  },
  token: {
    at: 'POST auth.calendly.com/oauth/token',
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      token_type: 'Bearer',
      access_token: access,
      refresh_token: refresh,
      scope: SCOPES.join(' '),
      created_at: 1,
      expires_in: 7200,
      owner: ANN,
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Client authentication failed.'),
    wrongCode: oauthError(400, 'invalid_grant', 'The grant is invalid.'),
    refresh: {
      absent: [],
      deadGrant: oauthError(400, 'invalid_grant', 'The grant is invalid.'),
      throttled: tooManyRequests(60, { title: 'Too Many Requests' }),
    },
  },
  endpoints: {
    'POST auth.calendly.com/oauth/revoke': revoke,
    'GET api.calendly.com/users/me': accountEndpoint({
      account: { resource: { uri: ANN, name: 'Ann', email: 'ann@calendly.example' } },
      refused: { status: 401, body: { title: 'Unauthenticated' } },
    }),
  },
};
