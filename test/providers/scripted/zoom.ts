/** https://developers.zoom.us/docs/integrations/oauth/ and …/oauth-error-messages/ */
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

/** The app's, whatever is asked. */
const SCOPES = ['user:read:user', 'meeting:read:meeting', 'meeting:read:list_meetings'];

export const zoomScript: Script = {
  provider: 'zoom',
  hosts: ['zoom.us', 'api.zoom.us'],
  expect: {
    account: 'ann@zoom.example',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.zoom.us'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies' });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    must(request.query.size === 0, 'nothing in the query');
    must(isBasicOf(request, client), 'the client in Authorization: Basic');
    const body = form(request);
    must(!body.has('client_secret'), 'one client authentication method');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      if (!ledger.spendCode(body.get('code')))
        return { status: 400, body: { reason: 'Invalid authorization code', error: 'invalid_request' } };
      // The tokens of the person's earlier consent end.
      ledger.kill();
      return ok(ledger.issue());
    }
    must(body.get('grant_type') === 'refresh_token', 'grant_type=refresh_token');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : { status: 400, body: { reason: 'Invalid Token!', error: 'invalid_grant' } };
  }

  function revoke(request: ScriptRequest): ScriptAnswer {
    must(isBasicOf(request, client), 'the client in Authorization: Basic');
    if (!ledger.liveAccess.has(form(request).get('token') ?? ''))
      return { status: 400, body: { reason: 'Invalid access token', error: 'invalid_token' } };
    ledger.kill();
    return { status: 200, body: { status: 'success' } };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: 'https://zoom.us/oauth/authorize' });
      must(!url.searchParams.has('scope'), 'no scope');
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST zoom.us/oauth/token') return token(request);
      if (route === 'POST zoom.us/oauth/revoke') return revoke(request);
      must(route === 'GET api.zoom.us/v2/users/me', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 401, body: { code: 124, message: 'Invalid access token.' } };
      return {
        status: 200,
        body: { id: 'KdYKjnimT4KPd8', email: 'ann@zoom.example', account_id: 'q6gBJVO5' },
      };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, headers: { 'retry-after': '1' }, body: { code: 429, message: 'rate limit' } };
    },
    refuseClientOnce: () => {
      // The RFC's code for it is not documented, the number is.
      next = { status: 401, body: { reason: 'Invalid client secret (4704)', error: 'invalid_grant' } };
    },
  };
}

function ok({ access, refresh }: Pair): ScriptAnswer {
  const body = {
    access_token: access,
    token_type: 'bearer',
    refresh_token: refresh,
    expires_in: 3600,
    scope: SCOPES.join(' '),
    api_url: 'https://api.zoom.us',
  };
  return { status: 200, body };
}
