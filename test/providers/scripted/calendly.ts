/** https://developer.calendly.com/api-docs/calendly-o-auth, https://developer.calendly.com/refresh-token-rotation-guide */
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

const SCOPES = ['users:read', 'event_types:read', 'scheduled_events:read', 'availability:read'];

export const calendlyScript: Script = {
  provider: 'calendly',
  hosts: ['auth.calendly.com', 'api.calendly.com'],
  expect: {
    account: 'ann@calendly.example',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.calendly.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies' });
  let challenge = '';
  let fault: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    must(isBasicOf(request, client), 'client_secret_basic');
    const body = form(request);
    must(!body.has('client_secret'), 'one client authentication method');
    const answer = fault;
    fault = undefined;
    if (answer) return answer;
    const isCode = body.get('grant_type') === 'authorization_code';
    if (isCode) {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      must(ledger.spendCode(body.get('code')), 'the code');
    }
    const pair = isCode ? ledger.issue() : ledger.rotate(body.get('refresh_token'));
    if (!pair)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'The grant is invalid.' } };
    const { access: access_token, refresh: refresh_token } = pair;
    const scope = SCOPES.join(' ');
    const owner = 'https://api.calendly.com/users/AAAA';
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        access_token,
        refresh_token,
        scope,
        created_at: 1,
        expires_in: 7200,
        owner,
      },
    };
  }

  function revoke(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    const isClient =
      body.get('client_id') === client.clientId && body.get('client_secret') === client.clientSecret;
    must(isClient && !request.headers.authorization, 'client id and secret in the body');
    const presented = body.get('token') ?? '';
    const isKnown = ledger.revokeAccess(presented) || ledger.isRefreshLive(presented);
    return isKnown ? { status: 200, body: {} } : { status: 400, body: { error: 'invalid_request' } };
  }

  return {
    authorize(url) {
      const at = 'https://auth.calendly.com/oauth/authorize';
      const state = checkAuthorization(url, client, { at, parameters: { scope: SCOPES.join(' ') } });
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST auth.calendly.com/oauth/token') return token(request);
      if (route === 'POST auth.calendly.com/oauth/revoke') return revoke(request);
      must(route === 'GET api.calendly.com/users/me', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 401, body: { title: 'Unauthenticated' } };
      const resource = {
        uri: 'https://api.calendly.com/users/AAAA',
        name: 'Ann',
        email: 'ann@calendly.example',
      };
      return { status: 200, body: { resource } };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      fault = { status: 429, headers: { 'retry-after': '60' }, body: { title: 'Too Many Requests' } };
    },
    refuseClientOnce: () => {
      fault = {
        status: 401,
        body: { error: 'invalid_client', error_description: 'Client authentication failed.' },
      };
    },
  };
}
