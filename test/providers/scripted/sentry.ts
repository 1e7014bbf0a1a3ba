/** https://docs.sentry.io/api/auth/, and getsentry/sentry src/sentry/web/frontend/oauth_token.py */
import { challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const READ = ['org:read', 'project:read', 'team:read', 'event:read'];

export const sentryScript: Script = {
  provider: 'sentry',
  hosts: ['sentry.io'],
  expect: {
    account: 'ann@acme.example',
    scopes: READ,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['sentry.io', 'us.sentry.io', 'de.sentry.io'],
    refreshes: true,
    revocation: 'not_supported',
  },
  play,
};

function play(client: ScriptClient): Play {
  // The row of the token is written over: the old pair dies at once.
  const ledger = new Ledger(
    { refresh: 'dies', oldAccessDies: true },
    { access: 'sntryu_', refresh: 'sntryr_' },
  );
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    if (request.headers.authorization && body.has('client_secret')) return refused('invalid_request');
    must(body.get('client_id') === client.clientId, 'client_id in the body');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      const good =
        body.get('redirect_uri') === client.redirectUri && isVerifierOf(challenge, body.get('code_verifier'));
      return good && ledger.spendCode(body.get('code')) ? ok(ledger.issue()) : refused('invalid_grant');
    }
    must(body.get('grant_type') === 'refresh_token', 'grant_type');
    if (body.has('scope')) return refused('invalid_request');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : refused('invalid_grant');
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: 'https://sentry.io/oauth/authorize/' });
      must(url.searchParams.get('scope')?.split(' ').includes('org:read'), 'scopes by spaces');
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      // Without the slash Django redirects, and the body is gone.
      must(route === 'POST sentry.io/oauth/token/', route);
      return token(request);
    },
    isLive: (access) => ledger.liveAccess.has(access),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, body: { detail: 'You are attempting to use this endpoint too frequently.' } };
    },
    refuseClientOnce: () => {
      next = refused('invalid_client', 401);
    },
  };
}

const ok = ({ access, refresh }: Pair): ScriptAnswer => ({
  status: 200,
  body: {
    access_token: access,
    refresh_token: refresh,
    expires_in: 2_591_999,
    expires_at: '2026-12-24T22:00:00.000000Z',
    token_type: 'Bearer',
    scope: READ.join(' '),
    user: { id: '42', name: 'Ann', email: 'ann@acme.example' },
    organization_id: '4506',
  },
});

const refused = (error: string, status = 400): ScriptAnswer => ({ status, body: { error } });
