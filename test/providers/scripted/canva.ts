/** https://www.canva.dev/docs/connect/authentication/ and openapi/spec.yml of canva-connect-api-starter-kit */
import {
  bearerOf,
  challengeOf,
  checkAuthorization,
  form,
  isBasicOf,
  isVerifierOf,
  must,
  redirectTo,
} from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const SCOPES = ['profile:read', 'design:meta:read', 'design:content:read', 'asset:read', 'folder:read'];
/** “Up to 4 KB in size.” */
const LONG = 'e'.repeat(4000);

export const canvaScript: Script = {
  provider: 'canva',
  hosts: ['api.canva.com'],
  expect: {
    account: 'Ann Person',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.canva.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'kills-family' }, { access: LONG, refresh: 'JAB' });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(isBasicOf(request, client), 'Basic with client id and secret');
    must(!body.has('client_secret'), 'one client authentication method');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      return ledger.spendCode(body.get('code')) ? ok(ledger.issue()) : refused('Invalid code');
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('scope'), 'a refresh without scope');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : refused('Invalid refresh token');
  }

  function revoke(request: ScriptRequest): ScriptAnswer {
    must(isBasicOf(request, client), 'Basic with client id and secret');
    const presented = form(request).get('token') ?? '';
    // An access token ends alone; a refresh token takes its lineage and the consent with it.
    must(!ledger.liveAccess.has(presented), 'the refresh token, which ends the consent too');
    if (!ledger.isRefreshLive(presented)) {
      const message = 'Token is neither an access or refresh token';
      return { status: 400, body: { code: 'bad_request_params', message } };
    }
    ledger.kill();
    return { status: 200, body: {} };
  }

  function user(request: ScriptRequest): ScriptAnswer {
    must(request.method === 'GET', 'GET');
    if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
      return { status: 401, body: { code: 'invalid_access_token', message: 'Access token is invalid' } };
    if (request.path === '/rest/v1/users/me')
      return {
        status: 200,
        body: { team_user: { user_id: 'auDAbliZ2rQNNOsUl5OLu', team_id: 'Oi2RJILTrKk0KRhRUZozX' } },
      };
    must(request.path === '/rest/v1/users/me/profile', request.path);
    return { status: 200, body: { profile: { display_name: 'Ann Person' } } };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://www.canva.com/api/oauth/authorize',
        parameters: { scope: SCOPES.join(' ') },
      });
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.path}`;
      if (route === 'POST /rest/v1/oauth/token') return token(request);
      if (route === 'POST /rest/v1/oauth/revoke') return revoke(request);
      return user(request);
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = {
        status: 429,
        body: { code: 'too_many_requests', message: 'Too many refresh_token requests' },
      };
    },
    refuseClientOnce: () => {
      const message = `Client secret is invalid for ${client.clientId}`;
      next = { status: 401, body: { code: 'invalid_access_token', message } };
    },
  };
}

const ok = ({ access, refresh }: Pair): ScriptAnswer => ({
  status: 200,
  body: {
    access_token: access,
    refresh_token: refresh,
    token_type: 'Bearer',
    expires_in: 14_400,
    scope: SCOPES.join(' '),
  },
});

const refused = (message: string): ScriptAnswer => ({
  status: 400,
  body: { code: 'invalid_grant', message },
});
