/** https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens */
import { challengeOf, checkAuthorization, must, redirectTo } from './checks.ts';
import { githubRevoked, githubToken, githubUser } from './github.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient } from './script.ts';

const ISSUER = 'https://github.com/login/oauth';

export const githubAppScript: Script = script(true);
/** “Expire user authorization tokens” is switched off at the app. */
export const githubAppUnexpiringScript: Script = { ...script(false), variant: 'unexpiring' };

function script(expires: boolean): Script {
  return {
    provider: 'github-app',
    hosts: ['github.com', 'api.github.com'],
    expect: {
      account: 'octo-ann',
      scopes: [],
      apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
      allowedHosts: ['api.github.com', 'uploads.github.com'],
      refreshes: expires,
      revocation: 'revoked',
    },
    play: (client) => play(client, expires),
  };
}

function play(client: ScriptClient, expires: boolean): Play {
  const ledger = new Ledger({ refresh: 'dies', oldAccessDies: true }, { access: 'ghu_', refresh: 'ghr_' });
  let challenge = '';
  let next: ScriptAnswer | undefined;
  const answerOf = ({ access, refresh }: Pair) => ({
    access_token: access,
    // Always the empty string, which is no reduced grant.
    scope: '',
    token_type: 'bearer',
    ...(expires && { expires_in: 28_800, refresh_token: refresh, refresh_token_expires_in: 15_897_600 }),
  });

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: `${ISSUER}/authorize` });
      must(!url.searchParams.has('scope'), 'no scope: permissions sit at the app');
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state, iss: ISSUER });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST github.com/login/oauth/access_token') {
        const fault = next;
        next = undefined;
        if (fault) return fault;
        return githubToken(request, client, {
          spendCode: (code) => ledger.spendCode(code),
          challenge,
          issue: () => answerOf(ledger.issue()),
          refresh: (presented) => {
            const pair = ledger.rotate(presented);
            return pair && answerOf(pair);
          },
        });
      }
      if (route === 'GET api.github.com/user')
        return githubUser(request, (token) => ledger.liveAccess.has(token));
      // “Delete an app authorization”; …/token would leave the refresh token.
      must(route === `DELETE api.github.com/applications/${client.clientId}/grant`, route);
      if (!ledger.liveAccess.has(githubRevoked(request, client))) return { status: 404 };
      ledger.kill();
      return { status: 204 };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, headers: { 'retry-after': '60' }, body: '<html>Whoa there!</html>' };
    },
    refuseClientOnce: () => {
      next = {
        status: 200,
        body: {
          error: 'incorrect_client_credentials',
          error_description: 'The client_id and/or client_secret passed are incorrect.',
        },
      };
    },
  };
}
