/** https://developers.tiktok.com/doc/login-kit-web and …/docs/en/oauth-refresh-a-user-access-token */
import { accountEndpoint } from '../account-endpoint.ts';
import { must } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

const API = 'open.tiktokapis.com';
const SCOPES = ['user.info.basic', 'video.list'];
const OPEN_ID = '723f24d7-e717-40f8-a2b6-cb8464cd23b4';

/** The status is not documented. */
const fails = (error: string, description: string): Answer => ({
  status: 200,
  body: { error, error_description: description, log_id: '20260822154710010002007735002037' },
});

export const tiktok: ScriptedProvider = {
  provider: 'tiktok',
  clientIdName: 'client_key',
  expected: {
    account: 'Ann',
    scopes: SCOPES,
    allowedHosts: [API],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'act.', refresh: 'rft.' }, reuse: 'fails' },
  authorization: {
    at: 'https://www.tiktok.com/v2/auth/authorize/',
    absent: ['client_id'],
    scopes: { names: SCOPES, others: 'refused', separator: ',' },
    // Required for desktop and mobile apps; a web app has no verifier.
    pkce: 'ignored',
    callback: { scopes: SCOPES.join(',') },
  },
  token: {
    at: `POST ${API}/v2/oauth/token/`,
    credentials: 'body',
    check: (_request, fields) => must(!('client_id' in fields), 'client_key in place of client_id'),
    tokens: ({ access, refresh }) => ({
      access_token: access,
      expires_in: 7200,
      open_id: OPEN_ID,
      refresh_expires_in: 15_552_000,
      refresh_token: refresh,
      scope: SCOPES.join(','),
      token_type: 'Bearer',
    }),
    wrongClient: fails('invalid_client', 'Client key or secret is incorrect.'),
    wrongCode: fails('invalid_grant', 'Authorization code is expired.'),
    refresh: {
      deadGrant: fails('invalid_grant', 'Refresh token is invalid or expired.'),
      throttled: { status: 429, body: { error: { code: 'rate_limit_exceeded', message: '', log_id: '1' } } },
    },
  },
  endpoints: {
    [`GET ${API}/v2/user/info/`]: accountEndpoint({
      check: ({ query }) => must(query.get('fields')?.split(',').includes('open_id'), 'the fields to return'),
      account: {
        data: { user: { open_id: OPEN_ID, display_name: 'Ann' } },
        error: { code: 'ok', message: '', log_id: '1' },
      },
      refused: {
        status: 401,
        body: { data: {}, error: { code: 'access_token_invalid', message: 'Invalid.', log_id: '1' } },
      },
    }),
    [`POST ${API}/v2/oauth/revoke/`]: revocationEndpoint({
      credentials: 'body',
      takes: 'access',
      endsGrant: true,
      revoked: { status: 200, body: {} },
      unknown: fails('invalid_request', 'The access token is invalid or not found.'),
    }),
  },
};
