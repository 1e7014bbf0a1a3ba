/** https://docs.gitlab.com/api/oauth2/ */
import { bearerOf, challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

export const gitlabScript: Script = {
  provider: 'gitlab',
  hosts: ['gitlab.com'],
  expect: {
    account: 'ann',
    scopes: ['read_user', 'read_api'],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['gitlab.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies', oldAccessDies: true });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function checkClient(request: ScriptRequest): URLSearchParams {
    const body = form(request);
    must(body.get('client_id') === client.clientId, 'client_id in the body');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    return body;
  }

  function token(request: ScriptRequest): ScriptAnswer {
    const body = checkClient(request);
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('redirect_uri') !== client.redirectUri) return fails(400, 'invalid_grant');
    if (body.get('grant_type') === 'authorization_code') {
      const isGood = ledger.spendCode(body.get('code')) && isVerifierOf(challenge, body.get('code_verifier'));
      return isGood ? ok(ledger.issue()) : fails(400, 'invalid_grant');
    }
    must(body.get('grant_type') === 'refresh_token', 'grant_type=refresh_token');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : fails(400, 'invalid_grant');
  }

  /** 200 and an empty object, whatever was presented. Either token stands for its own. */
  function revoke(request: ScriptRequest): ScriptAnswer {
    const presented = checkClient(request).get('token') ?? '';
    if (ledger.isRefreshLive(presented)) revoked.add('refresh');
    if (ledger.liveAccess.has(presented)) revoked.add('access');
    return { status: 200, body: {} };
  }
  const revoked = new Set<'refresh' | 'access'>();

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://gitlab.com/oauth/authorize',
        parameters: { scope: 'read_user read_api' },
      });
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST gitlab.com/oauth/token') return token(request);
      if (route === 'POST gitlab.com/oauth/revoke') return revoke(request);
      must(route === 'GET gitlab.com/api/v4/user', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 401, body: { error: 'invalid_token' } };
      return { status: 200, body: { id: 42, username: 'ann', web_url: 'https://gitlab.com/ann' } };
    },
    isLive: (token) => ledger.liveAccess.has(token) && revoked.size < 2,
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, headers: { 'retry-after': '30' }, body: 'Retry later' };
    },
    refuseClientOnce: () => {
      next = fails(401, 'invalid_client');
    },
  };
}

function ok({ access, refresh }: Pair): ScriptAnswer {
  const body = {
    access_token: access,
    token_type: 'Bearer',
    expires_in: 7200,
    refresh_token: refresh,
    scope: 'read_user read_api',
    created_at: 1_607_635_748,
  };
  return { status: 200, body };
}

/** One sentence names expiry, revocation, redirect URI and another client. */
function fails(status: number, error: string): ScriptAnswer {
  const description =
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.';
  return { status, body: { error, error_description: description } };
}
