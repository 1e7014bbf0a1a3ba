/** https://developers.zoom.us/docs/integrations/oauth/ and …/oauth-error-messages/ */
import { accountEndpoint } from '../account-endpoint.ts';
import { tooManyRequests } from '../answers.ts';
import { must } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

/** The app's, whatever is asked. */
const SCOPES = ['user:read:user', 'meeting:read:meeting', 'meeting:read:list_meetings'];

const fails = (status: number, error: string, reason: string): Answer => ({
  status,
  body: { reason, error },
});

export const zoom: ScriptedProvider = {
  provider: 'zoom',
  expected: {
    account: 'ann@zoom.example',
    scopes: SCOPES,
    allowedHosts: ['api.zoom.us'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'fails', consentEndsGrant: true },
  authorization: { at: 'https://zoom.us/oauth/authorize', absent: ['scope'], pkce: 'S256' },
  token: {
    at: 'POST zoom.us/oauth/token',
    credentials: 'basic',
    check: ({ query }) => must(query.size === 0, 'nothing in the query'),
    tokens: ({ access, refresh }) => ({
      access_token: access,
      token_type: 'bearer',
      refresh_token: refresh,
      expires_in: 3600,
      scope: SCOPES.join(' '),
      api_url: 'https://api.zoom.us',
    }),
    // The RFC's code for it is not documented, the number is.
    wrongClient: fails(401, 'invalid_grant', 'Invalid client secret (4704)'),
    wrongCode: fails(400, 'invalid_request', 'Invalid authorization code'),
    refresh: {
      absent: [],
      deadGrant: fails(400, 'invalid_grant', 'Invalid Token!'),
      throttled: tooManyRequests(1, { code: 429, message: 'rate limit' }),
    },
  },
  endpoints: {
    'POST zoom.us/oauth/revoke': revocationEndpoint({
      credentials: 'basic',
      takes: 'access',
      endsGrant: true,
      revoked: { status: 200, body: { status: 'success' } },
      unknown: fails(400, 'invalid_token', 'Invalid access token'),
    }),
    'GET api.zoom.us/v2/users/me': accountEndpoint({
      account: { id: 'KdYKjnimT4KPd8', email: 'ann@zoom.example', account_id: 'q6gBJVO5' },
      refused: { status: 401, body: { code: 124, message: 'Invalid access token.' } },
    }),
  },
};
