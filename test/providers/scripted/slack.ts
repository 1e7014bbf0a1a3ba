/** https://docs.slack.dev/authentication/installing-with-oauth and …/using-token-rotation */
import { bearerOf, checkAuthorization, form, isBasicOf, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

/** How the two token families differ. */
export interface SlackFamily {
  authorizeAt: string;
  tokenPath: string;
  scopes: string[];
  prefixes: { access: string; refresh: string };
  /** Of an exchange. */
  exchanged: (tokens: object) => object;
  /** Of a refresh. */
  refreshed: (tokens: object) => object;
  authenticated: (request: ScriptRequest, body: URLSearchParams, client: ScriptClient) => boolean;
}

const TEAM = { id: 'T9TK3CUKW', name: 'Slack Softball Team' };
const SCOPES = ['channels:read', 'channels:history', 'users:read'];

const BOT: SlackFamily = {
  authorizeAt: 'https://slack.com/oauth/v2/authorize',
  tokenPath: '/api/oauth.v2.access',
  scopes: SCOPES,
  prefixes: { access: 'xoxb-', refresh: 'xoxe-1-' },
  exchanged: (tokens) => ({
    ...tokens,
    token_type: 'bot',
    bot_user_id: 'U0KRQLJ9H',
    authed_user: { id: 'U1234' },
  }),
  refreshed: (tokens) => ({ ...tokens, token_type: 'bot', bot_user_id: 'U0KRQLJ9H' }),
  // “Instead supply the Client ID and Client Secret using the HTTP Basic authentication scheme.”
  authenticated: (request, body, client) => isBasicOf(request, client) && !body.has('client_secret'),
};

export const slackScript: Script = slackScriptOf('slack', BOT, false);
export const slackRotatingScript: Script = {
  ...slackScriptOf('slack', BOT, true),
  variant: 'with token rotation',
};

export function slackScriptOf(provider: string, family: SlackFamily, rotates: boolean): Script {
  return {
    provider,
    hosts: ['slack.com'],
    expect: {
      account: 'ann, Slack Softball Team',
      scopes: family.scopes,
      apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
      allowedHosts: ['slack.com', 'files.slack.com'],
      refreshes: rotates,
      revocation: 'revoked',
    },
    play: (client) => play(client, family, rotates),
  };
}

function play(client: ScriptClient, family: SlackFamily, rotates: boolean): Play {
  const ledger = new Ledger({ refresh: 'dies' }, family.prefixes);
  let isRefreshRevoked = false;
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    if (!family.authenticated(request, body, client)) return refused('bad_client_secret');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'refresh_token') {
      const pair = isRefreshRevoked ? undefined : ledger.rotate(body.get('refresh_token'));
      return pair ? ok(family.refreshed(tokens(pair))) : refused('invalid_refresh_token');
    }
    must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
    must(!body.has('code_verifier'), 'no verifier: the app has not opted in to PKCE');
    return ledger.spendCode(body.get('code'))
      ? ok(family.exchanged(tokens(ledger.issue())))
      : refused('invalid_code');
  }

  const tokens = ({ access, refresh }: Pair) => ({
    access_token: access,
    scope: family.scopes.join(','),
    ...(rotates && { refresh_token: refresh, expires_in: 43_200 }),
  });

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: family.authorizeAt });
      must(!url.searchParams.has('code_challenge'), 'no challenge: the app has not opted in to PKCE');
      const asked = url.searchParams.get('scope')?.split(',') ?? [];
      must(
        family.scopes.every((scope) => asked.includes(scope)),
        'scopes by commas',
      );
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === `POST slack.com${family.tokenPath}`) return token(request);
      const presented = bearerOf(request) ?? '';
      const isAccess = ledger.liveAccess.has(presented);
      if (route === 'POST slack.com/api/auth.test') return isAccess ? ok(whoAmI) : refused('invalid_auth');
      must(route === 'POST slack.com/api/auth.revoke', route);
      // With rotation the two are revoked one by one; without it the access token is all there is.
      if (!isAccess && !ledger.isRefreshLive(presented)) return refused('token_revoked');
      must(
        !isAccess || !rotates || isRefreshRevoked,
        'the refresh token as well, or it makes new access tokens',
      );
      if (isAccess) ledger.revokeAccess(presented);
      else isRefreshRevoked = true;
      return ok({ revoked: true });
    },
    isLive: (access) => ledger.liveAccess.has(access),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { ...refused('ratelimited', 429), headers: { 'retry-after': '30' } };
    },
    refuseClientOnce: () => {
      next = refused('bad_client_secret');
    },
  };
}

const whoAmI = {
  url: 'https://softball.slack.com/',
  team: TEAM.name,
  user: 'ann',
  team_id: TEAM.id,
  user_id: 'U1234',
};

const ok = (body: object): ScriptAnswer => ({
  status: 200,
  body: {
    ok: true,
    app_id: 'A0KRD7HC3',
    team: TEAM,
    enterprise: null,
    is_enterprise_install: false,
    ...body,
  },
});

/** Errors come with status 200, and the code in `error`. */
const refused = (error: string, status = 200): ScriptAnswer => ({ status, body: { ok: false, error } });
