/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and …/reference-error-codes */
import { bearerOf, challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const SCOPES = [
  'User.Read',
  'Mail.Read',
  'Calendars.Read',
  'Files.Read',
  'Team.ReadBasic.All',
  'Channel.ReadBasic.All',
  'Chat.Read',
];

export const microsoftScript: Script = {
  provider: 'microsoft',
  hosts: ['login.microsoftonline.com', 'graph.microsoft.com'],
  expect: {
    account: 'ann@contoso.example',
    scopes: [...SCOPES, 'offline_access'],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['graph.microsoft.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'dies' }, { access: 'eyJ0', refresh: '0.AX' });
  let challenge = '';
  let asked: string[] = [];
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = form(request);
    must(body.get('client_id') === client.clientId, 'client_id');
    must(body.get('client_secret') === client.clientSecret, 'client_secret in the body');
    must(!request.headers.authorization, 'one client authentication method');
    must(!request.headers.origin, 'no Origin: the redirect URI is of the type Web');
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.get('grant_type') === 'authorization_code') {
      must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
      must(isVerifierOf(challenge, body.get('code_verifier')), 'code_verifier');
      return ledger.spendCode(body.get('code')) ? ok(ledger.issue()) : refused(400, 'invalid_grant', 70008);
    }
    must(body.get('grant_type') === 'refresh_token', 'grant_type');
    const pair = ledger.rotate(body.get('refresh_token'));
    return pair ? ok(pair) : refused(400, 'invalid_grant', 50173);
  }

  /** `offline_access` is never listed; Graph's scopes may have their prefix; an ID token comes with `openid` alone. */
  const ok = ({ access, refresh }: Pair): ScriptAnswer => ({
    status: 200,
    body: {
      token_type: 'Bearer',
      scope: SCOPES.map((scope) => `https://graph.microsoft.com/${scope}`).join(' '),
      expires_in: 4231,
      ext_expires_in: 4231,
      access_token: access,
      ...(asked.includes('offline_access') && { refresh_token: refresh }),
      ...(asked.includes('openid') && { id_token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }),
    },
  });

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
        parameters: { response_mode: 'query' },
      });
      asked = url.searchParams.get('scope')?.split(' ') ?? [];
      for (const scope of SCOPES) must(asked.includes(scope), `scope ${scope}`);
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state, session_state: 'b6f1' });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST login.microsoftonline.com/common/oauth2/v2.0/token') return token(request);
      must(route === 'GET graph.microsoft.com/v1.0/me', route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? ''))
        return { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: '' } } };
      const id = '48d31887-5fad-4d73-a9f5-3c356e68a038';
      return { status: 200, body: { id, userPrincipalName: 'ann@contoso.example', mail: null } };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    // “The client is asking too often”, under the code of a dead grant.
    throttleOnce: () => {
      next = refused(400, 'invalid_grant', 50196);
    },
    refuseClientOnce: () => {
      next = refused(401, 'invalid_client', 7_000_222);
    },
  };
}

const refused = (status: number, error: string, number: number): ScriptAnswer => ({
  status,
  body: {
    error,
    error_description: `AADSTS${number}: … Trace ID: 0a1b Correlation ID: 2c3d Timestamp: 2026-11-24 09:00:00Z`,
    error_codes: [number],
    timestamp: '2026-11-24 09:00:00Z',
    trace_id: '0a1b',
    correlation_id: '2c3d',
  },
});
