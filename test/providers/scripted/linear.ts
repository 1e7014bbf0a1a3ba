/** https://linear.app/developers/oauth-2-0-authentication */
import {
  bearerOf,
  challengeOf,
  checkAuthorization,
  form,
  isVerifierOf,
  json,
  must,
  redirectTo,
} from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

export const linearScript: Script = {
  provider: 'linear',
  scopes: ['read', 'comments:create'],
  hosts: ['api.linear.app'],
  expect: {
    account: 'ann@acme.example, Acme',
    scopes: ['read', 'comments:create'],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.linear.app', 'uploads.linear.app'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies' });
  let challenge = '';
  let asked: string[] = [];
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(!request.headers.authorization, 'one client authentication method');
    must(body.get('client_id') === client.clientId, 'client_id');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      // An application from before 2023-12-01 is answered with an array, the others with text.
      return ledger.spendCode(body.get('code')) ? ok(ledger.issue(), asked) : refused();
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('scope'), 'a refresh without scope');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair, asked.join(' ')) : refused();
  }

  const ok = ({ access, refresh }: Pair, scope: string | string[]): ScriptAnswer => ({
    status: 200,
    body: { access_token: access, token_type: 'Bearer', expires_in: 86_399, scope, refresh_token: refresh },
  });

  return {
    authorize(url) {
      const at = 'https://linear.app/oauth/authorize';
      const state = checkAuthorization(url, client, { at, parameters: { prompt: 'consent' } });
      asked = url.searchParams.get('scope')?.split(',') ?? [];
      must(asked.length === 2, 'scopes by commas');
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST api.linear.app/oauth/token') return token(request);
      if (route === 'POST api.linear.app/graphql') {
        must(String(json(request).query).includes('viewer'), 'a GraphQL query for the viewer');
        return ledger.liveAccess.has(bearerOf(request) ?? '')
          ? { status: 200, body: VIEWER }
          : { status: 401, body: { errors: [{ extensions: { code: 'AUTHENTICATION_ERROR' } }] } };
      }
      must(route === 'POST api.linear.app/oauth/revoke', route);
      const body = form(request);
      must(!request.headers.authorization && !body.has('access_token'), 'never mixed with the older forms');
      must(['access_token', 'refresh_token'].includes(body.get('token_type_hint') ?? ''), 'token_type_hint');
      if (!ledger.isRefreshLive(body.get('token'))) return { status: 400 };
      ledger.kill();
      return { status: 200 };
    },
    isLive: (access) => ledger.liveAccess.has(access),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, headers: { 'retry-after': '30' } };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: 'invalid_client' } };
    },
  };
}

const refused = (): ScriptAnswer => ({ status: 400, body: { error: 'invalid_grant' } });

const VIEWER = {
  data: {
    viewer: { id: 'a1b2c3d4-0000-4000-8000-000000000001', name: 'Ann', email: 'ann@acme.example' },
    organization: { id: 'a1b2c3d4-0000-4000-8000-000000000002', name: 'Acme', urlKey: 'acme' },
  },
};
