/** https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens (2026-03) */
import { challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

/** What the app marks as required, and no more. */
const SCOPES = ['oauth', 'crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.objects.deals.read'];
const TOKEN = 'POST api.hubapi.com/oauth/2026-03/token';

export const hubspotScript: Script = {
  provider: 'hubspot',
  hosts: ['api.hubapi.com'],
  expect: {
    account: 'ann@acme.example (acme.hubspot.com)',
    scopes: SCOPES,
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.hubapi.com', 'api-eu1.hubapi.com'],
    refreshes: true,
    // The access token lives on for its half hour.
    revocation: 'unconfirmed',
  },
  play: (client) => play(client, null),
};

/** Asks for an optional scope, which is not granted, since the account has no right to it. */
export const hubspotOptionalScript: Script = {
  ...hubspotScript,
  variant: 'with an optional scope',
  scopes: ['crm.objects.deals.write'],
  play: (client) => play(client, 'crm.objects.deals.write'),
};

function play(client: ScriptClient, optionalScope: string | null): Play {
  // Long tokens: HubSpot says to allow for 300 characters.
  const ledger = new Ledger({ refresh: 'stays' }, { access: `${'C'.repeat(300)}-`, refresh: 'na1-' });
  let challenge = '';
  let next: ScriptAnswer | undefined;

  /** Everything goes into the body: the dated generation takes no query. */
  function checkClient(request: ScriptRequest): URLSearchParams {
    must(request.query.size === 0, 'nothing in the query');
    must(!request.headers.authorization, 'one client authentication method');
    const body = form(request);
    must(body.get('client_id') === client.clientId, 'client_id in the body');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    return body;
  }

  function token(request: ScriptRequest): ScriptAnswer {
    const body = checkClient(request);
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      return ledger.spendCode(body.get('code')) ? ok(ledger.issue()) : fails('BAD_AUTH_CODE');
    }
    must(body.get('grant_type') === 'refresh_token', 'grant_type=refresh_token');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : fails('BAD_REFRESH_TOKEN');
  }

  function introspect(request: ScriptRequest): ScriptAnswer {
    const presented = checkClient(request).get('token') ?? '';
    if (!ledger.liveAccess.has(presented)) return { status: 200, body: { active: false } };
    const person = {
      hub_id: 1_234_567,
      user_id: 789,
      user: 'ann@acme.example',
      hub_domain: 'acme.hubspot.com',
    };
    const body = { active: true, token: presented, token_use: 'access_token', scopes: SCOPES, ...person };
    return { status: 200, body };
  }

  function revoke(request: ScriptRequest): ScriptAnswer {
    const body = checkClient(request);
    must(body.get('token_type_hint') === 'refresh_token', 'token_type_hint=refresh_token');
    must(ledger.isRefreshLive(body.get('token')), 'the refresh token');
    return { status: 204 };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: 'https://app.hubspot.com/oauth/authorize' });
      const scopes = url.searchParams.get('scope')?.split(' ') ?? [];
      must([...scopes].sort().join() === [...SCOPES].sort().join(), `the required scopes, were ${scopes}`);
      const optional = url.searchParams.get('optional_scope');
      must(optional === optionalScope, `others in optional_scope, was ${optional}`);
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === TOKEN) return token(request);
      if (route === `${TOKEN}/revoke`) return revoke(request);
      must(route === `${TOKEN}/introspect`, route);
      return introspect(request);
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      const body = { status: 'error', message: 'too many requests', category: 'RATE_LIMITS' };
      next = { status: 429, body };
    },
    refuseClientOnce: () => {
      next = {
        status: 400,
        body: { status: 'BAD_CLIENT_SECRET', message: 'missing or invalid client secret' },
      };
    },
  };
}

function ok({ access, refresh }: Pair): ScriptAnswer {
  const body = {
    token_use: 'access_token',
    token_type: 'bearer',
    access_token: access,
    refresh_token: refresh,
    expires_in: 1800,
    id_token: null,
    hub_id: 1_234_567,
    user_id: 789,
    scopes: SCOPES,
  };
  return { status: 200, body };
}

/** The old words, which the RFC's stand beside since 2026; people still see them alone. */
function fails(status: string): ScriptAnswer {
  return { status: 400, body: { status, message: 'missing or invalid refresh token' } };
}
