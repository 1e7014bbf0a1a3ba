/** https://www.dropbox.com/developers/documentation/http/documentation and https://developers.dropbox.com/oauth-guide */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { bearerOf, must, type ReceivedRequest } from '../received-request.ts';
import type { Answer, Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['account_info.read', 'files.metadata.read', 'files.content.read'];
const ACCOUNT_ID = 'dbid:AAH4f99T0taONIb';
const tagged = (tag: string) => ({ error_summary: `${tag}/..`, error: { '.tag': tag } });
const REFUSED: Answer = { status: 401, body: tagged('invalid_access_token') };

/** RPC endpoints without arguments take the JSON text null, or neither body nor content type. */
function checkNoArguments({ headers, body }: ReceivedRequest): void {
  const isJsonNull = headers['content-type'] === 'application/json' && body === 'null';
  must(isJsonNull || (body === '' && !headers['content-type']), 'null, or no body and no content type');
}

/** The refresh token and the other access tokens end with the one that is presented. */
const revoke: Endpoint = (request, { tokens }) => {
  checkNoArguments(request);
  const token = bearerOf(request);
  if (tokens.isExpired(token)) return { status: 401, body: tagged('expired_access_token') };
  if (!tokens.isAccessLive(token)) return REFUSED;
  tokens.endPairOf(token);
  return { status: 200, body: 'null' };
};

export const dropbox: ScriptedProvider = {
  provider: 'dropbox',
  expected: {
    account: 'ann@dropbox.example',
    scopes: SCOPES,
    allowedHosts: ['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'sl.', refresh: '' }, reuse: 'works' },
  authorization: {
    at: 'https://www.dropbox.com/oauth2/authorize',
    parameters: { token_access_type: 'offline', scope: SCOPES.join(' ') },
    // `user` or `team`; anything else is an error.
    absent: ['include_granted_scopes'],
    pkce: 'S256',
  },
  token: {
    at: 'POST api.dropboxapi.com/oauth2/token',
    credentials: 'body',
    // A refresh answers with the first three alone.
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      token_type: 'bearer',
      expires_in: 14_400,
      ...(isExchange && {
        refresh_token: refresh,
        scope: SCOPES.join(' '),
        uid: '12345',
        account_id: ACCOUNT_ID,
      }),
    }),
    wrongClient: oauthError(400, 'invalid_client', 'Invalid client_id or client_secret'),
    wrongCode: oauthError(400, 'invalid_grant', "code doesn't exist or has expired"),
    refresh: {
      absent: ['redirect_uri'],
      deadGrant: oauthError(400, 'invalid_grant', 'refresh token is invalid or revoked'),
      throttled: tooManyRequests(15, tagged('too_many_requests')),
    },
  },
  endpoints: {
    'POST api.dropboxapi.com/2/auth/token/revoke': revoke,
    'POST api.dropboxapi.com/2/users/get_current_account': accountEndpoint({
      check: checkNoArguments,
      account: {
        account_id: ACCOUNT_ID,
        name: { display_name: 'Ann Person' },
        email: 'ann@dropbox.example',
      },
      refused: REFUSED,
    }),
  },
};
