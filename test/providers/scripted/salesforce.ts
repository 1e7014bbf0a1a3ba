/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm, with token rotation */
import { bearerOf, challengeOf, checkAuthorization, form, isVerifierOf, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const SCOPES = ['openid', 'id', 'refresh_token', 'api'];

interface Org {
  login: string;
  instance: string;
  /** Whether the app has Refresh Token Rotation on, as partner apps must. */
  rotates: boolean;
}

/** A sandbox through its own login host. */
export const salesforceScript: Script = scriptOf({
  login: 'test.salesforce.com',
  instance: 'acme--uat.sandbox.my.salesforce.com',
  rotates: true,
});

export const salesforceMyDomainScript: Script = {
  ...scriptOf({ login: 'acme.my.salesforce.com', instance: 'acme.my.salesforce.com', rotates: false }),
  variant: 'My Domain without rotation',
};

function scriptOf(org: Org): Script {
  return {
    provider: 'salesforce',
    variables: { loginHost: org.login },
    hosts: [org.login],
    expect: {
      account: 'ann@acme.example',
      scopes: SCOPES,
      apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
      allowedHosts: [org.instance],
      refreshes: true,
      revocation: 'revoked',
    },
    play: (client) => play(client, org),
  };
}

function play(client: ScriptClient, org: Org): Play {
  const { login, rotates } = org;
  const ledger = new Ledger(
    { refresh: rotates ? 'kills-family' : 'stays' },
    { access: '00D!', refresh: '5Aep' },
  );
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
      return ledger.spendCode(body.get('code'))
        ? ok(org, ledger.issue())
        : fails('invalid_grant', 'expired authorization code');
    }
    must(body.get('grant_type') === 'refresh_token', 'grant_type=refresh_token');
    const pair = ledger.rotate(body.get('refresh_token'));
    if (pair && !rotates) return ok(org, { access: pair.access });
    return pair ? ok(org, pair) : fails('invalid_grant', 'expired access/refresh token');
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: `https://${login}/services/oauth2/authorize`,
        parameters: { prompt: 'login consent' },
      });
      const scopes = url.searchParams.get('scope')?.split(' ') ?? [];
      must([...scopes].sort().join() === [...SCOPES].sort().join(), `scopes, were ${scopes}`);
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === `POST ${login}/services/oauth2/token`) return token(request);
      if (route === `POST ${login}/services/oauth2/revoke`) {
        if (!ledger.isRefreshLive(form(request).get('token')))
          return fails('invalid_token', 'this token was not found');
        ledger.kill();
        return { status: 200 };
      }
      must(route === `GET ${login}/services/oauth2/userinfo`, route);
      if (!ledger.liveAccess.has(bearerOf(request) ?? '')) return { status: 403, body: 'Bad_OAuth_Token' };
      const ids = { user_id: '0055f000001', organization_id: '00D5f000001' };
      return {
        status: 200,
        body: { ...ids, preferred_username: 'ann@acme.example', email: 'ann@acme.example' },
      };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = fails('unknown_error', 'retry your request');
    },
    refuseClientOnce: () => {
      next = fails('invalid_client', 'invalid client credentials');
    },
  };
}

/** No `expires_in`; an ID token of the org's own issuer; times as strings of milliseconds. */
function ok(org: Org, { access, refresh }: Partial<Pair>): ScriptAnswer {
  const body = {
    access_token: access,
    ...(refresh && { refresh_token: refresh }),
    signature: 'c2lnbmF0dXJl',
    scope: 'refresh_token openid id api',
    id_token: idToken(org),
    instance_url: `https://${org.instance}`,
    id: `https://${org.login}/id/00D5f000001/0055f000001`,
    token_type: 'Bearer',
    issued_at: '1764000000000',
  };
  return { status: 200, body };
}

function idToken({ instance }: Org): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: `https://${instance}`, sub: '0055f000001', aud: 'another', iat: 1, exp: 2 };
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
}

function fails(error: string, description: string): ScriptAnswer {
  return { status: 400, body: { error, error_description: description } };
}
