/** https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/ */
import { bearerOf, challengeOf, checkAuthorization, isVerifierOf, json, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const HOST = 'acme.zendesk.com';

export const zendeskScript: Script = {
  provider: 'zendesk',
  variables: { subdomain: 'acme' },
  hosts: [HOST],
  expect: {
    account: 'ann@acme.example',
    scopes: ['users:read', 'read'],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: [HOST],
    refreshes: true,
    revocation: 'unconfirmed',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies', oldAccessDies: true });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = json(request);
    must(body.client_id === client.clientId, 'client_id');
    must(body.client_secret === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.grant_type === 'authorization_code') {
      must(body.redirect_uri === client.redirectUri, 'redirect_uri');
      must(body.scope === 'users:read read', `scope in the token request, was ${body.scope}`);
      must(isVerifierOf(challenge, body.code_verifier as string), 'code_verifier');
      return ledger.spendCode(body.code as string) ? ok(ledger.issue(), body) : DEAD;
    }
    must(body.grant_type === 'refresh_token', 'grant_type=refresh_token');
    const pair = ledger.rotate(body.refresh_token as string);
    return pair ? ok(pair, body) : DEAD;
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: `https://${HOST}/oauth/authorizations/new`,
        parameters: { scope: 'users:read read' },
      });
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === `POST ${HOST}/oauth/tokens`) return token(request);
      const isLive = ledger.liveAccess.has(bearerOf(request) ?? '');
      if (route === `DELETE ${HOST}/api/v2/oauth/tokens/current.json`) {
        must(request.body === '', 'no body');
        if (!isLive) return { status: 401, body: { error: 'invalid_token' } };
        ledger.kill();
        return { status: 204 };
      }
      must(route === `GET ${HOST}/api/v2/users/me.json`, route);
      if (!isLive) return { status: 200, body: { user: { id: null, name: 'Anonymous user', email: null } } };
      return { status: 200, body: { user: { id: 35436, name: 'Ann', email: 'ann@acme.example' } } };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, headers: { 'retry-after': '20' }, body: { error: 'Too many requests' } };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: 'invalid_client', error_description: 'Unknown client' } };
    },
  };
}

const DEAD: ScriptAnswer = {
  status: 400,
  body: { error: 'invalid_grant', error_description: 'The grant is invalid, expired, or revoked.' },
};

/** A clock, and a refresh token, only for those who ask: 300 to 172800 seconds, 7 to 90 days, as numbers. */
function ok({ access, refresh }: Pair, asked: Record<string, unknown>): ScriptAnswer {
  const { expires_in: life, refresh_token_expires_in: refreshLife } = asked;
  const tokens = { access_token: access, token_type: 'bearer', scope: 'users:read read' };
  if (life === undefined) return { status: 200, body: { ...tokens, expires_in: null, refresh_token: null } };
  must(typeof life === 'number' && life > 300 && life < 172_800, 'expires_in within its limits');
  must(
    typeof refreshLife === 'number' && refreshLife > 604_800 && refreshLife < 7_776_000,
    'refresh_token_expires_in within its limits',
  );
  const clock = { expires_in: life, refresh_token: refresh, refresh_token_expires_in: refreshLife };
  return { status: 200, body: { ...tokens, ...clock } };
}
