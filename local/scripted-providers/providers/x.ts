/** https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token, and the errors that clients report */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import { must } from '../received-request.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['users.read', 'tweet.read', 'offline.access', 'list.read', 'bookmark.read'];

const invalid = (what: string) =>
  oauthError(400, 'invalid_request', `Value passed for the ${what} was invalid.`);

/** Takes the client in the header. Each token ends alone. */
const revoke: Endpoint = (request, session) => {
  const { token, token_type_hint: hint } = fieldsFromClient(request, session, 'basic');
  must(['access_token', 'refresh_token', undefined].includes(hint as string), 'token_type_hint');
  const { tokens } = session;
  const isLive = tokens.isAccessLive(token) || tokens.isRefreshLive(token);
  if (!isLive) return invalid('token');
  if (tokens.isRefreshLive(token)) tokens.revokeRefresh();
  tokens.revokeAccess(token);
  return { status: 200, body: { revoked: true } };
};

export const x: ScriptedProvider = {
  provider: 'x',
  expected: {
    account: '@XDevelopers',
    scopes: SCOPES,
    allowedHosts: ['api.x.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'ends-grant' },
  authorization: {
    at: 'https://x.com/i/oauth2/authorize',
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'S256',
  },
  token: {
    at: 'POST api.x.com/2/oauth2/token',
    credentials: 'basic',
    tokens: ({ access, refresh }, { asked }) => ({
      token_type: 'bearer',
      expires_in: 7200,
      access_token: access,
      scope: asked.get('scope'),
      ...(asked.get('scope')?.split(' ').includes('offline.access') && { refresh_token: refresh }),
    }),
    wrongClient: oauthError(401, 'unauthorized_client', 'Missing valid authorization header'),
    wrongCode: invalid('authorization code'),
    refresh: {
      deadGrant: invalid('token'),
      // No Retry-After: the header is x-rate-limit-reset.
      throttled: {
        status: 429,
        headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '1795000000' },
        body: { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
      },
    },
  },
  endpoints: {
    'POST api.x.com/2/oauth2/revoke': revoke,
    'GET api.x.com/2/users/me': accountEndpoint({
      account: { data: { id: '2244994945', name: 'X Developers', username: 'XDevelopers' } },
      refused: {
        status: 401,
        body: { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' },
      },
    }),
  },
};
