/** https://developers.figma.com/docs/rest-api/authentication/ and figma/rest-api-spec */
import { accountEndpoint } from '../account-endpoint.ts';
import { tooManyRequests } from '../answers.ts';
import { must } from '../received-request.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

/** Scopes of public apps; any that is not listed, or deprecated, fails the authorization. */
const SCOPES = [
  'current_user:read',
  'file_content:read',
  'file_metadata:read',
  'file_comments:read',
  'file_versions:read',
];

const fails = (status: number, message: string): Answer => ({
  status,
  body: { error: true, status, message },
});

/** As the changelog of 2025-05-16 says: one endpoint for both grants. */
export const figma: ScriptedProvider = {
  provider: 'figma',
  expected: {
    account: 'ann@figma.example',
    scopes: SCOPES,
    allowedHosts: ['api.figma.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  tokens: { prefixes: { access: 'figu_', refresh: 'figur_' }, reuse: 'works' },
  authorization: {
    at: 'https://www.figma.com/oauth',
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'S256',
  },
  token: {
    at: 'POST api.figma.com/v1/oauth/token',
    credentials: 'basic',
    // `scope` and sometimes `token_type` are left out; a refresh brings no refresh token.
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      expires_in: 7_776_000,
      ...(isExchange && { refresh_token: refresh, user_id_string: '1234567890' }),
    }),
    wrongClient: fails(401, 'Invalid client credentials'),
    wrongCode: fails(400, 'Invalid code'),
    refresh: {
      deadGrant: fails(400, 'Invalid refresh token'),
      throttled: tooManyRequests(5, { status: 429, err: 'Rate limit exceeded' }),
    },
  },
  endpoints: {
    'GET api.figma.com/v1/me': accountEndpoint({
      check: ({ headers }) => must(!headers['x-figma-token'], 'no personal token'),
      account: { id: '1234567890', email: 'ann@figma.example', handle: 'Ann', img_url: '' },
      // 403, not 401.
      refused: { status: 403, body: { status: 403, err: 'Invalid token' } },
    }),
  },
};

/** As the OpenAPI file says: refreshes have an endpoint of their own. */
export const figmaOtherRefreshEndpoint: ScriptedProvider = {
  ...figma,
  variant: 'refreshed as in its OpenAPI file',
  token: {
    ...figma.token,
    refreshAt: {
      at: 'POST api.figma.com/v1/oauth/refresh',
      // Like the endpoints that moved in 2025, it says where to go, and names what was sent.
      missing: fails(404, 'Please send the refresh_token and the client credentials to /v1/oauth/refresh'),
    },
  },
};
