/** https://developers.asana.com/docs/oauth */
import { challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const SCOPES = ['users:read', 'tasks:read', 'projects:read', 'workspaces:read'];

export const asanaScript: Script = {
  provider: 'asana',
  hosts: ['app.asana.com'],
  expect: {
    account: 'gsanchez@example.com',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['app.asana.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'stays' }, { access: '2/', refresh: '2/r' });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  /** Both parameters of the client are required, in the body. */
  function checkedBody(request: ScriptRequest): URLSearchParams {
    const body = form(request);
    must(body.get('client_id') === client.clientId, 'client_id');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    return body;
  }

  function token(request: ScriptRequest): ScriptAnswer {
    const body = checkedBody(request);
    // “redirect_uri (required)”, without a word on the grant.
    must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      if (!ledger.spendCode(body.get('code'))) return refused('The `code` provided was invalid.');
      const { access, refresh } = ledger.issue();
      return ok(access, { refresh_token: refresh });
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('scope'), 'a refresh without scope');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair.access) : refused('The refresh token is not recognized.');
  }

  /** 200: deauthorized or not found. 400: malformed, or not a refresh token. */
  function revoke(request: ScriptRequest): ScriptAnswer {
    const presented = checkedBody(request).get('token') ?? '';
    if (ledger.liveAccess.has(presented)) return { status: 400, body: { error: 'invalid_request' } };
    if (ledger.isRefreshLive(presented)) ledger.kill();
    return { status: 200, body: {} };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://app.asana.com/-/oauth_authorize',
        parameters: { scope: SCOPES.join(' ') },
      });
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.path}`;
      if (route === 'POST /-/oauth_token') return token(request);
      must(route === 'POST /-/oauth_revoke', route);
      return revoke(request);
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = {
        status: 429,
        headers: { 'retry-after': '30' },
        body: { errors: [{ message: 'You have made too many requests recently.' }] },
      };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: 'invalid_client', error_description: 'Invalid client_secret' } };
    },
  };
}

/** Without `scope`; who it is comes in `data`. */
const ok = (access: string, more: object = {}): ScriptAnswer => ({
  status: 200,
  body: {
    access_token: access,
    expires_in: 3600,
    token_type: 'bearer',
    data: {
      id: 4_673_218_951,
      gid: '4673218951',
      name: 'Greg Sanchez',
      email: 'gsanchez@example.com',
    },
    ...more,
  },
});

const refused = (words: string): ScriptAnswer => ({
  status: 400,
  body: { error: 'invalid_grant', error_description: words },
});
