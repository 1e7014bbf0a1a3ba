/** https://developers.figma.com/docs/rest-api/authentication/ and figma/rest-api-spec */
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
import { Ledger } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

/** Scopes of public apps; any that is not listed, or deprecated, fails the authorization. */
const SCOPES = [
  'current_user:read',
  'file_content:read',
  'file_metadata:read',
  'file_comments:read',
  'file_versions:read',
];

export const figmaScript: Script = {
  provider: 'figma',
  hosts: ['api.figma.com'],
  expect: {
    account: 'ann@figma.example',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.figma.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'stays' }, { access: 'figu_', refresh: 'figur_' });
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
      if (!ledger.spendCode(body.get('code'))) return refused('Invalid code');
      const { access, refresh } = ledger.issue();
      return ok(access, { refresh_token: refresh, user_id_string: '1234567890' });
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('scope'), 'a refresh without scope');
    const pair = ledger.rotate(body.get('refresh_token'));
    // Without a refresh token.
    return pair ? ok(pair.access) : refused('Invalid refresh token');
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: 'https://www.figma.com/oauth' });
      const asked = url.searchParams.get('scope')?.split(' ') ?? [];
      must([...asked].sort().join() === [...SCOPES].sort().join(), `scopes of public apps, was ${asked}`);
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.path}`;
      if (route === 'POST /v1/oauth/token') return token(request);
      must(route === 'GET /v1/me', route);
      must(!request.headers['x-figma-token'], 'no personal token');
      // 403, not 401.
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 403, body: { status: 403, err: 'Invalid token' } };
      return {
        status: 200,
        body: { id: '1234567890', email: 'ann@figma.example', handle: 'Ann', img_url: '' },
      };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = {
        status: 429,
        headers: { 'retry-after': '5' },
        body: { status: 429, err: 'Rate limit exceeded' },
      };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: true, status: 401, message: 'Invalid client credentials' } };
    },
  };
}

/** `scope` and sometimes `token_type` are left out. */
const ok = (access: string, more: object = {}): ScriptAnswer => ({
  status: 200,
  body: { access_token: access, expires_in: 7_776_000, ...more },
});

const refused = (message: string): ScriptAnswer => ({
  status: 400,
  body: { error: true, status: 400, message },
});
