/** https://developer.box.com/guides/authentication/oauth2/ and …/reference/post-oauth2-token, …/post-oauth2-revoke */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const fails = (error: string, description: string) => oauthError(400, error, description);

const providerOf = (scopes: string[]): ScriptedProvider => ({
  provider: 'box',
  expected: {
    account: 'ann@box.example',
    scopes,
    allowedHosts: ['api.box.com', 'upload.box.com', 'dl.boxcloud.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'fails' },
  authorization: {
    at: 'https://account.box.com/api/oauth2/authorize',
    parameters: { scope: scopes.join(' ') },
    pkce: 'ignored',
  },
  token: {
    at: 'POST api.box.com/oauth2/token',
    credentials: 'body',
    redirectUri: 'never',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      expires_in: 4100,
      token_type: 'bearer',
      restricted_to: [],
      refresh_token: refresh,
    }),
    wrongClient: fails('invalid_client', 'The client credentials are invalid'),
    wrongCode: fails('invalid_grant', "Auth code doesn't exist or is invalid for the client"),
    refresh: {
      absent: [],
      deadGrant: fails('invalid_grant', 'Refresh token has expired'),
      // Two refreshes at once: support.box.com thread 360052599233.
      throttled: { status: 409 },
      refusedClient: fails(
        'unauthorized_client',
        'The client is not authorized to use this authorization grant',
      ),
    },
  },
  endpoints: {
    'POST api.box.com/oauth2/revoke': revocationEndpoint({
      credentials: 'body',
      takes: 'refresh',
      endsGrant: true,
      revoked: { status: 200 },
      unknown: fails('invalid_token', 'unknown token'),
    }),
    'GET api.box.com/2.0/users/me': accountEndpoint({
      account: { type: 'user', id: '11446498', name: 'Ann', login: 'ann@box.example' },
      refused: { status: 401 },
    }),
  },
});

export const box = providerOf(['root_readonly']);
export const boxWriting: ScriptedProvider = {
  ...providerOf(['root_readonly', 'root_readwrite']),
  variant: 'with write access',
  scopes: ['root_readonly', 'root_readwrite'],
};
