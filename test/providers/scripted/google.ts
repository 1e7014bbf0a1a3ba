/** https://developers.google.com/identity/protocols/oauth2/web-server */
import { bearerOf, challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const READ_SCOPES = ['gmail.readonly', 'drive.readonly', 'calendar.readonly', 'spreadsheets.readonly'].map(
  (scope) => `https://www.googleapis.com/auth/${scope}`,
);

export const googleScript: Script = {
  provider: 'google',
  hosts: ['oauth2.googleapis.com', 'openidconnect.googleapis.com'],
  expect: {
    account: 'ann@gmail.example',
    scopes: ['openid', 'email', 'https://www.googleapis.com/auth/userinfo.email', ...READ_SCOPES],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: [
      'www.googleapis.com',
      'gmail.googleapis.com',
      'sheets.googleapis.com',
      'docs.googleapis.com',
      'people.googleapis.com',
    ],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'stays' });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(body.get('client_id') === client.clientId, 'client_id');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      if (!ledger.spendCode(body.get('code'))) return { status: 400, body: { error: 'invalid_grant' } };
      const { access, refresh } = ledger.issue();
      return ok({ access_token: access, refresh_token: refresh });
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('scope'), 'a refresh without scope');
    const pair = ledger.rotate(body.get('refresh_token'));
    // A refresh answer has no refresh_token.
    return pair
      ? ok({ access_token: pair.access })
      : {
          status: 400,
          body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
        };
  }

  const ok = (tokens: object): ScriptAnswer => ({
    status: 200,
    // `email` is answered under its long name.
    body: {
      ...tokens,
      expires_in: 3599,
      token_type: 'Bearer',
      scope: [...READ_SCOPES, 'openid', 'https://www.googleapis.com/auth/userinfo.email'].join(' '),
    },
  });

  return {
    authorize(url) {
      const parameters = { access_type: 'offline', prompt: 'consent', include_granted_scopes: 'true' };
      const state = checkAuthorization(url, client, {
        at: 'https://accounts.google.com/o/oauth2/v2/auth',
        parameters,
      });
      for (const scope of ['openid', 'email', ...READ_SCOPES]) {
        must(url.searchParams.get('scope')?.split(' ').includes(scope), `scope ${scope}`);
      }
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state, iss: 'https://accounts.google.com' });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST oauth2.googleapis.com/token') return token(request);
      if (route === 'POST oauth2.googleapis.com/revoke') {
        const presented = form(request).get('token');
        if (!ledger.isRefreshLive(presented)) return { status: 400, body: { error: 'invalid_token' } };
        ledger.kill();
        return { status: 200, body: {} };
      }
      must(route === 'GET openidconnect.googleapis.com/v1/userinfo', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 401, body: { error: 'invalid_request' } };
      return { status: 200, body: { sub: '1234567890', email: 'ann@gmail.example', email_verified: true } };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 403, body: { error: 'rate_limit_exceeded' } };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } };
    },
  };
}
