/** https://docs.discord.com/developers/topics/oauth2 and https://discord.com/.well-known/oauth-authorization-server */
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

const SCOPES = ['identify', 'email', 'guilds', 'guilds.members.read'];

export const discordScript: Script = {
  provider: 'discord',
  hosts: ['discord.com'],
  expect: {
    account: 'nelly',
    scopes: SCOPES,
    apiHeaders: (token) => ({
      authorization: `Bearer ${token}`,
      'user-agent': 'DiscordBot (https://connections.example, 0.1)',
    }),
    allowedHosts: ['discord.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies' }, { access: '', refresh: '' });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    // “JSON content is not permitted and will return an error.”
    const body = form(request);
    must(isBasicOf(request, client), 'Basic with client id and secret');
    must(!body.has('client_secret'), 'one client authentication method');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier of 43 characters or more');
      return ledger.spendCode(body.get('code'))
        ? ok(ledger.issue())
        : refused('invalid_grant', 'Invalid "code" in request.');
    }
    must(body.get('grant_type') === 'refresh_token' && !body.has('scope'), 'a refresh without scope');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : refused('invalid_request', 'Invalid "refresh_token"');
  }

  function revoke(request: ScriptRequest): ScriptAnswer {
    must(isBasicOf(request, client), 'Basic with client id and secret');
    const body = form(request);
    must(['access_token', 'refresh_token', null].includes(body.get('token_type_hint')), 'token_type_hint');
    // Whichever token is given, all of its authorization end.
    const presented = body.get('token') ?? '';
    if (ledger.isRefreshLive(presented) || ledger.liveAccess.has(presented)) ledger.kill();
    return { status: 200, body: {} };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://discord.com/oauth2/authorize',
        parameters: { prompt: 'consent', scope: SCOPES.join(' ') },
      });
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state, iss: 'https://discord.com' });
    },
    answer(request) {
      const route = `${request.method} ${request.path}`;
      if (route === 'POST /api/oauth2/token') return token(request);
      if (route === 'POST /api/oauth2/token/revoke') return revoke(request);
      must(route === 'GET /api/v10/users/@me', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
      return { status: 200, body: { id: '80351110224678912', username: 'nelly', global_name: null } };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      // From the network in front of the API: no JSON.
      next = {
        status: 429,
        headers: { 'retry-after': '3', 'content-type': 'text/html' },
        body: '<html>1015</html>',
      };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: 'invalid_client' } };
    },
  };
}

const ok = ({ access, refresh }: Pair): ScriptAnswer => ({
  status: 200,
  body: {
    access_token: access,
    token_type: 'Bearer',
    expires_in: 604_800,
    refresh_token: refresh,
    scope: SCOPES.join(' '),
  },
});

const refused = (error: string, words: string): ScriptAnswer => ({
  status: 400,
  body: { error, error_description: words },
});
