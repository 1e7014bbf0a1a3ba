/** https://developer.box.com/guides/authentication/oauth2/ and …/reference/post-oauth2-token, …/post-oauth2-revoke */
import { bearerOf, checkAuthorization, form, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const API_HOSTS = ['api.box.com', 'upload.box.com', 'dl.boxcloud.com'];

export const boxScript: Script = {
  provider: 'box',
  hosts: ['api.box.com'],
  expect: {
    account: 'ann@box.example',
    scopes: ['root_readonly'],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: API_HOSTS,
    refreshes: true,
    revocation: 'revoked',
  },
  play: (client) => play(client, 'root_readonly'),
};

export const boxWritingScript: Script = {
  ...boxScript,
  variant: 'with write access',
  scopes: ['root_readonly', 'root_readwrite'],
  expect: { ...boxScript.expect, scopes: ['root_readonly', 'root_readwrite'] },
  play: (client) => play(client, 'root_readonly root_readwrite'),
};

function play(client: ScriptClient, scope: string): Play {
  const ledger = new Ledger({ refresh: 'dies' });
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(!request.headers.authorization, 'the client in the body alone');
    if (body.get('client_id') !== client.clientId || body.get('client_secret') !== client.clientSecret)
      return fails('invalid_client', 'The client credentials are invalid');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      return ledger.spendCode(body.get('code'))
        ? ok(ledger.issue())
        : fails('invalid_grant', "Auth code doesn't exist or is invalid for the client");
    }
    must(body.get('grant_type') === 'refresh_token', 'grant_type=refresh_token');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : fails('invalid_grant', 'Refresh token has expired');
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://account.box.com/api/oauth2/authorize',
        parameters: { scope },
      });
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST api.box.com/oauth2/token') return token(request);
      if (route === 'POST api.box.com/oauth2/revoke') {
        const body = form(request);
        must(body.get('client_id') === client.clientId, 'client_id');
        must(body.get('client_secret') === client.clientSecret, 'client_secret');
        if (!ledger.isRefreshLive(body.get('token'))) return fails('invalid_token', 'unknown token');
        ledger.kill();
        return { status: 200 };
      }
      must(route === 'GET api.box.com/2.0/users/me', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? '')) return { status: 401 };
      return {
        status: 200,
        body: { type: 'user', id: '11446498', name: 'Ann', login: 'ann@box.example' },
      };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    // Two refreshes at once: support.box.com thread 360052599233.
    throttleOnce: () => {
      next = { status: 409 };
    },
    refuseClientOnce: () => {
      next = fails('unauthorized_client', 'The client is not authorized to use this authorization grant');
    },
  };
}

function ok({ access, refresh }: Pair): ScriptAnswer {
  const body = {
    access_token: access,
    expires_in: 4100,
    token_type: 'bearer',
    restricted_to: [],
    refresh_token: refresh,
  };
  return { status: 200, body };
}

function fails(error: string, description: string): ScriptAnswer {
  return { status: 400, body: { error, error_description: description } };
}
