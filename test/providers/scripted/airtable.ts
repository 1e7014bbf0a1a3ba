/** https://airtable.com/developers/web/api/oauth-reference */
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

const SCOPES = ['user.email:read', 'data.records:read', 'schema.bases:read'];

export const airtableScript: Script = {
  provider: 'airtable',
  hosts: ['airtable.com', 'api.airtable.com'],
  expect: {
    account: 'ann@airtable.example',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.airtable.com', 'content.airtable.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'kills-family', oldAccessDies: true });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(!body.has('client_secret'), 'the secret in the header alone');
    if (!isBasicOf(request, client)) return fails(401, 'invalid_client');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      // A code is spent even if the exchange fails.
      const isGood = ledger.spendCode(body.get('code'));
      if (!isGood || !isVerifierOf(challenge, body.get('code_verifier'))) return fails(400, 'invalid_grant');
      return ok(ledger.issue());
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('scope'), 'a refresh without scope');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : fails(400, 'invalid_grant');
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: 'https://airtable.com/oauth2/v1/authorize' });
      must(/^[A-Za-z0-9._-]{16,1024}$/.test(state), 'a state of 16 to 1024 of its characters');
      const scopes = url.searchParams.get('scope')?.split(' ') ?? [];
      must(new Set(scopes).size === scopes.length, 'no scope twice');
      must([...scopes].sort().join() === [...SCOPES].sort().join(), `scopes, were ${scopes}`);
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST airtable.com/oauth2/v1/token') return token(request);
      must(route === 'GET api.airtable.com/v0/meta/whoami', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 401, body: { error: { type: 'AUTHENTICATION_REQUIRED' } } };
      return { status: 200, body: { id: 'usrL2PNC5o3H4lBEi', email: 'ann@airtable.example' } };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    // The token was refreshed a moment ago; the code beside it is not documented.
    throttleOnce: () => {
      next = fails(409, 'invalid_grant');
    },
    refuseClientOnce: () => {
      next = fails(401, 'invalid_client');
    },
  };
}

function ok({ access, refresh }: Pair): ScriptAnswer {
  const body = {
    access_token: access,
    refresh_token: refresh,
    // With the space.
    token_type: 'Bearer ',
    scope: SCOPES.join(' '),
    expires_in: 3600,
    refresh_expires_in: 5_184_000,
  };
  return { status: 200, body };
}

function fails(status: number, error: string): ScriptAnswer {
  return { status, body: { error, error_description: 'as the reference tells' } };
}
