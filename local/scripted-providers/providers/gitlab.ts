/** https://docs.gitlab.com/api/oauth2/ */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

/** One sentence names expiry, revocation, redirect URI and another client. */
const DEAD = oauthError(
  400,
  'invalid_grant',
  'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
);

/** 200 and an empty object, whatever was presented. Each token ends alone. */
const revoke: Endpoint = (request, session) => {
  session.tokens.revokeOneOfTwo(fieldsFromClient(request, session, 'body').token);
  return { status: 200, body: {} };
};

export const gitlab: ScriptedProvider = {
  provider: 'gitlab',
  expected: {
    account: 'ann',
    scopes: ['read_user', 'read_api'],
    allowedHosts: ['gitlab.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'fails', refreshEndsAccess: true },
  authorization: {
    at: 'https://gitlab.com/oauth/authorize',
    parameters: { scope: 'read_user read_api' },
    pkce: 'S256',
  },
  token: {
    at: 'POST gitlab.com/oauth/token',
    credentials: 'body',
    redirectUri: 'every-request',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      token_type: 'Bearer',
      expires_in: 7200,
      refresh_token: refresh,
      scope: 'read_user read_api',
      created_at: 1_607_635_748,
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: DEAD,
    refresh: { absent: [], deadGrant: DEAD, throttled: tooManyRequests(30, 'Retry later') },
  },
  endpoints: {
    'POST gitlab.com/oauth/revoke': revoke,
    'GET gitlab.com/api/v4/user': accountEndpoint({
      account: { id: 42, username: 'ann', web_url: 'https://gitlab.com/ann' },
      refused: oauthError(401, 'invalid_token'),
    }),
  },
};
