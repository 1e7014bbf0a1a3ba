/** https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth */
import { bearerOf, form, must, redirectTo } from './checks.ts';
import { Ledger } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

/** Where the app does not say otherwise. */
export const intercomScript = script('app.intercom.com', 'api.intercom.io');
/** Every host is another one in the EU. */
export const intercomEuScript: Script = {
  ...script('app.eu.intercom.com', 'api.eu.intercom.io'),
  variables: { region: 'eu' },
};

function script(appHost: string, apiHost: string): Script {
  return {
    provider: 'intercom',
    hosts: [apiHost],
    expect: {
      account: 'ann@acme.example, Acme',
      scopes: [],
      apiHeaders: (token) => ({
        authorization: `Bearer ${token}`,
        'intercom-version': '2.14',
        accept: 'application/json',
      }),
      allowedHosts: [apiHost],
      refreshes: false,
      revocation: 'revoked',
    },
    play: (client) => play(client, appHost),
  };
}

function play(client: ScriptClient, appHost: string): Play {
  const ledger = new Ledger({ refresh: 'stays' }, { access: 'dG9r', refresh: '' });

  /** The value twice; no expiry, no refresh token, no scope. */
  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(body.get('client_id') === client.clientId, 'client_id');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    if (!ledger.spendCode(body.get('code'))) return listed(401, 'unauthorized');
    const { access } = ledger.issue();
    return { status: 200, body: { token: access, access_token: access } };
  }

  function api(request: ScriptRequest): ScriptAnswer {
    const access = bearerOf(request) ?? '';
    if (!ledger.liveAccess.has(access)) return listed(401, 'token_not_found');
    if (request.path === '/auth/uninstall') {
      must(request.method === 'POST', 'POST');
      // Every token of the app in this workspace.
      ledger.kill();
      return { status: 200, body: {} };
    }
    must(`${request.method} ${request.path}` === 'GET /me', request.path);
    must(request.headers['intercom-version'] === '2.14', 'Intercom-Version');
    const app = { type: 'app', id_code: 'abc12345', name: 'Acme', region: 'EU' };
    return { status: 200, body: { type: 'admin', id: '814860', email: 'ann@acme.example', app } };
  }

  return {
    authorize(url) {
      must(`${url.origin}${url.pathname}` === `https://${appHost}/oauth`, url.href);
      must(url.searchParams.get('client_id') === client.clientId, 'client_id');
      must(url.searchParams.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(!url.searchParams.has('scope'), 'no scope: permissions are ticked at the app');
      const state = url.searchParams.get('state');
      must(state && state.length >= 22, 'a state of 128 bits or more');
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.path}`;
      return route === 'POST /auth/eagle/token' ? token(request) : api(request);
    },
    isLive: (token) => ledger.liveAccess.has(token),
  };
}

const listed = (status: number, code: string): ScriptAnswer => ({
  status,
  body: { type: 'error.list', request_id: 'b2f8', errors: [{ code, message: 'Access Token Invalid' }] },
});
