/** https://www.dropbox.com/developers/documentation/http/documentation and https://developers.dropbox.com/oauth-guide */
import { bearerOf, challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const SCOPES = ['account_info.read', 'files.metadata.read', 'files.content.read'];

export const dropboxScript: Script = {
  provider: 'dropbox',
  hosts: ['api.dropboxapi.com'],
  expect: {
    account: 'ann@dropbox.example',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'stays' }, { access: 'sl.', refresh: '' });
  let challenge = '';
  let isOffline = false;
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(body.get('client_id') === client.clientId, 'client_id');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      if (!ledger.spendCode(body.get('code'))) return refused("code doesn't exist or has expired");
      const { access, refresh } = ledger.issue();
      return ok(access, {
        ...(isOffline && { refresh_token: refresh }),
        scope: SCOPES.join(' '),
        uid: '12345',
        account_id: 'dbid:AAH4f99T0taONIb',
      });
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('redirect_uri'), 'a refresh');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair.access) : refused('refresh token is invalid or revoked');
  }

  /** RPC endpoints without arguments: the JSON text null, or no body and no content type. */
  function checkNoArguments({ headers, body }: ScriptRequest): void {
    const isJsonNull = headers['content-type'] === 'application/json' && body === 'null';
    must(isJsonNull || (body === '' && !headers['content-type']), 'null, or no body and no content type');
  }

  function rpc(request: ScriptRequest): ScriptAnswer {
    must(request.method === 'POST', 'POST');
    checkNoArguments(request);
    const access = bearerOf(request) ?? '';
    if (!ledger.liveAccess.has(access))
      return {
        status: 401,
        body: { error_summary: 'invalid_access_token/..', error: { '.tag': 'invalid_access_token' } },
      };
    if (request.path === '/2/auth/token/revoke') {
      // Its refresh token and the siblings go with it.
      ledger.kill();
      return { status: 200, body: 'null' };
    }
    must(request.path === '/2/users/get_current_account', request.path);
    return {
      status: 200,
      body: {
        account_id: 'dbid:AAH4f99T0taONIb',
        name: { display_name: 'Ann Person' },
        email: 'ann@dropbox.example',
      },
    };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://www.dropbox.com/oauth2/authorize',
        parameters: { token_access_type: 'offline', scope: SCOPES.join(' ') },
      });
      isOffline = url.searchParams.get('token_access_type') === 'offline';
      // `user` or `team`; anything else is an error.
      must(!url.searchParams.has('include_granted_scopes'), 'no include_granted_scopes');
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      if (request.path === '/oauth2/token') return token(request);
      return rpc(request);
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = {
        status: 429,
        headers: { 'retry-after': '15' },
        body: { error_summary: 'too_many_requests/..', error: { '.tag': 'too_many_requests' } },
      };
    },
    refuseClientOnce: () => {
      next = {
        status: 400,
        body: { error: 'invalid_client', error_description: 'Invalid client_id or client_secret' },
      };
    },
  };
}

/** A refresh answers with these alone. */
const ok = (access: string, more: object = {}): ScriptAnswer => ({
  status: 200,
  body: { access_token: access, token_type: 'bearer', expires_in: 14_400, ...more },
});

const refused = (words: string): ScriptAnswer => ({
  status: 400,
  body: { error: 'invalid_grant', error_description: words },
});
