/** https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/ and …/cloud/oauth/getting-started/refresh-tokens/ */
import { bearerOf, checkAuthorization, form, json, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const READ = [
  'read:jira-work',
  'read:jira-user',
  'read:confluence-content.all',
  'read:confluence-space.summary',
  'search:confluence',
];

export const atlassianScript: Script = script('invalid_grant');
/** Field reports have a dead refresh token under this name as well. */
export const atlassianOtherWordsScript: Script = {
  ...script('unauthorized_client'),
  variant: 'dead by unauthorized_client',
};

function script(deadCode: string): Script {
  return {
    provider: 'atlassian',
    hosts: ['auth.atlassian.com', 'api.atlassian.com'],
    expect: {
      account: 'ann@acme.example',
      scopes: ['read:me', 'offline_access', ...READ],
      apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
      allowedHosts: ['api.atlassian.com'],
      refreshes: true,
      revocation: 'unconfirmed',
    },
    play: (client) => play(client, deadCode),
  };
}

function play(client: ScriptClient, deadCode: string): Play {
  const ledger = new Ledger(
    { refresh: 'dies' },
    { access: 'eyJhbGciOiJSUzI1NiJ9.', refresh: 'eyJjdHkiOiJ.' },
  );
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = json(request);
    must(!request.headers.authorization, 'the client’s credentials in the body alone');
    must(body.client_id === client.clientId, 'client_id');
    must(body.client_secret === client.clientSecret, 'client_secret');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.grant_type === 'authorization_code') {
      must(body.redirect_uri === client.redirectUri, 'redirect_uri');
      return ledger.spendCode(String(body.code))
        ? ok(ledger.issue())
        : { status: 403, body: { error: 'invalid_grant', error_description: 'Invalid authorization code' } };
    }
    must(body.grant_type === 'refresh_token' && body.scope === undefined, 'a refresh without scope');
    const pair = ledger.rotate(String(body.refresh_token));
    return pair ? ok(pair) : { status: 403, body: { error: deadCode, error_description: DEAD[deadCode] } };
  }

  const ok = ({ access, refresh }: Pair): ScriptAnswer => ({
    status: 200,
    body: {
      access_token: access,
      refresh_token: refresh,
      expires_in: 3600,
      token_type: 'Bearer',
      scope: ['read:me', ...READ].join(' '),
    },
  });

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://auth.atlassian.com/authorize',
        parameters: { audience: 'api.atlassian.com', prompt: 'consent' },
      });
      for (const scope of ['read:me', 'offline_access', ...READ]) {
        must(url.searchParams.get('scope')?.split(' ').includes(scope), `scope ${scope}`);
      }
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST auth.atlassian.com/oauth/token') return token(request);
      if (route === 'GET api.atlassian.com/me') {
        return ledger.liveAccess.has(bearerOf(request) ?? '')
          ? { status: 200, body: { account_id: '5b10a2844c', email: 'ann@acme.example', name: 'Ann' } }
          : { status: 401, body: { code: 401, message: 'Unauthorized' } };
      }
      must(route === 'POST auth.atlassian.com/oauth/revoke', route);
      const body = form(request);
      must(body.get('client_id') === client.clientId, 'client_id');
      must(body.get('client_secret') === client.clientSecret, 'client_secret');
      must(ledger.isRefreshLive(body.get('token')), 'the refresh token');
      // Says yes; the access token goes on.
      return { status: 200 };
    },
    isLive: (access) => ledger.liveAccess.has(access),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, headers: { 'retry-after': '30' }, body: 'Rate limit exceeded' };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } };
    },
  };
}

const DEAD: Record<string, string> = {
  invalid_grant: 'Unknown or invalid refresh token.',
  unauthorized_client: 'refresh_token is invalid',
};
