/**
 * https://developer.atlassian.com/cloud/trello/guides/rest-api/oauth-2-getting-started/ and
 * …/oauth-2-confidential-client-usage/; errors as Atlassian's server gives them for Jira.
 */
import { bearerOf, challengeOf, checkAuthorization, isVerifierOf, json, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const SCOPES = ['read:member:trello', 'read:board:trello', 'read:organization:trello'];

export const trelloScript: Script = {
  provider: 'trello',
  hosts: ['auth.atlassian.com', 'api.trello.com'],
  expect: {
    account: 'annperson',
    scopes: [...SCOPES, 'offline_access'],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.trello.com'],
    refreshes: true,
    revocation: 'unconfirmed',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies' }, { access: 'eyJ', refresh: 'eyJr' });
  let challenge = '';
  let isOffline = false;
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = json(request);
    must(body.client_id === client.clientId, 'client_id');
    must(body.client_secret === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.grant_type === 'authorization_code') {
      must(body.redirect_uri === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, String(body.code_verifier)), 'code_verifier');
      return ledger.spendCode(String(body.code))
        ? ok(ledger.issue())
        : refused('invalid_grant', 'Invalid code');
    }
    must(body.grant_type === 'refresh_token' && !('scope' in body), 'a refresh without scope');
    const pair = ledger.rotate(String(body.refresh_token));
    return pair ? ok(pair) : refused('unauthorized_client', 'refresh_token is invalid');
  }

  const ok = ({ access, refresh }: Pair): ScriptAnswer => ({
    status: 200,
    body: {
      access_token: access,
      ...(isOffline && { refresh_token: refresh }),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: SCOPES.join(' '),
    },
  });

  /** Not documented: it answers, and whether it did something is not known. Here it did not. */
  function revoke(request: ScriptRequest): ScriptAnswer {
    const body = new URLSearchParams(request.body);
    must(body.get('client_id') === client.clientId && body.get('client_secret'), 'client in the body');
    must(ledger.isRefreshLive(body.get('token')), 'the refresh token');
    return { status: 200, body: '' };
  }

  function api(request: ScriptRequest): ScriptAnswer {
    must(`${request.method} ${request.path}` === 'GET /1/members/me', request.path);
    must(!request.query.has('key') && !request.query.has('token'), 'no key or token in the URL');
    if (!ledger.liveAccess.has(bearerOf(request) ?? '')) return { status: 401, body: 'invalid token' };
    return {
      status: 200,
      body: { id: '5abbe4b7ddc1b351ef961414', username: 'annperson', fullName: 'Ann Person', email: null },
    };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://auth.atlassian.com/authorize',
        parameters: { prompt: 'consent' },
      });
      must(!url.searchParams.has('audience'), 'no audience: Trello has no sites');
      const scopes = url.searchParams.get('scope')?.split(' ') ?? [];
      for (const scope of SCOPES) must(scopes.includes(scope), `scope ${scope}`);
      isOffline = scopes.includes('offline_access');
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST auth.atlassian.com/oauth/token') return token(request);
      if (route === 'POST auth.atlassian.com/oauth/revoke') return revoke(request);
      must(request.host === 'api.trello.com', route);
      return api(request);
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { status: 429, headers: { 'retry-after': '10' }, body: 'Too Many Requests' };
    },
    refuseClientOnce: () => {
      next = { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } };
    },
  };
}

const refused = (error: string, words: string): ScriptAnswer => ({
  status: 403,
  body: { error, error_description: words },
});
