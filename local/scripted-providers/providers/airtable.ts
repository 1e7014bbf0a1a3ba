/** https://airtable.com/developers/web/api/oauth-reference */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { must } from '../received-request.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['user.email:read', 'data.records:read', 'schema.bases:read'];
const fails = (status: number, error: string) => oauthError(status, error, 'in the words of the reference');

export const airtable: ScriptedProvider = {
  provider: 'airtable',
  expected: {
    account: 'ann@airtable.example',
    scopes: SCOPES,
    allowedHosts: ['api.airtable.com', 'content.airtable.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  tokens: { reuse: 'ends-grant', refreshEndsAccess: true },
  authorization: {
    at: 'https://airtable.com/oauth2/v1/authorize',
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'S256',
    check: (asked) =>
      must(/^[\w.-]{16,1024}$/.test(asked.get('state') ?? ''), 'a state of 16 to 1024 of its characters'),
  },
  token: {
    at: 'POST airtable.com/oauth2/v1/token',
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      refresh_token: refresh,
      // With the space.
      token_type: 'Bearer ',
      scope: SCOPES.join(' '),
      expires_in: 3600,
      refresh_expires_in: 5_184_000,
    }),
    wrongClient: fails(401, 'invalid_client'),
    wrongCode: fails(400, 'invalid_grant'),
    refresh: {
      deadGrant: fails(400, 'invalid_grant'),
      // The token was refreshed a moment ago; the code beside it is not documented.
      throttled: fails(409, 'invalid_grant'),
    },
  },
  endpoints: {
    'GET api.airtable.com/v0/meta/whoami': accountEndpoint({
      account: { id: 'usrL2PNC5o3H4lBEi', email: 'ann@airtable.example' },
      refused: { status: 401, body: { error: { type: 'AUTHENTICATION_REQUIRED' } } },
    }),
  },
};
