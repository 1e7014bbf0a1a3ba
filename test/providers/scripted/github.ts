/** https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
import {
  bearerOf,
  challengeOf,
  checkAuthorization,
  form,
  isBasicOf,
  isVerifierOf,
  json,
  must,
  redirectTo,
} from './checks.ts';
import { Ledger } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const ISSUER = 'https://github.com/login/oauth';

export const githubScript: Script = {
  provider: 'github',
  hosts: ['github.com', 'api.github.com'],
  expect: {
    account: 'octo-ann',
    scopes: ['read:user', 'read:org', 'repo'],
    apiHeaders: (token) => ({ authorization: `Bearer ${token}` }),
    allowedHosts: ['api.github.com', 'uploads.github.com'],
    refreshes: false,
    revocation: 'revoked',
  },
  play,
};

function play(client: ScriptClient): Play {
  const ledger = new Ledger({ refresh: 'stays' }, { access: 'gho_', refresh: 'none-' });
  let challenge = '';
  return {
    authorize(url) {
      const state = checkAuthorization(url, client, { at: `${ISSUER}/authorize` });
      // “A space-delimited list of scopes.”
      must(url.searchParams.get('scope')?.split(' ').includes('read:user'), 'scopes by spaces');
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state, iss: ISSUER });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST github.com/login/oauth/access_token') {
        return githubToken(request, client, {
          spendCode: (code) => ledger.spendCode(code),
          challenge,
          issue: () => ({
            access_token: ledger.issue().access,
            // Answered with commas.
            scope: 'read:user,read:org,repo',
            token_type: 'bearer',
          }),
        });
      }
      if (route === 'GET api.github.com/user')
        return githubUser(request, (token) => ledger.liveAccess.has(token));
      must(route === `DELETE api.github.com/applications/${client.clientId}/token`, route);
      return { status: ledger.revokeAccess(githubRevoked(request, client)) ? 204 : 422 };
    },
    isLive: (token) => ledger.liveAccess.has(token),
    revokeByHand: () => ledger.kill(),
  };
}

interface TokenDesk {
  spendCode: (code: string | null) => boolean;
  challenge: string;
  issue: () => object;
  refresh?: (refreshToken: string | null) => object | undefined;
}

/** Errors come with status 200. */
export function githubToken(request: ScriptRequest, client: ScriptClient, desk: TokenDesk): ScriptAnswer {
  must(request.headers.accept === 'application/json', 'Accept: application/json, or the answer is a form');
  must(!request.headers.authorization, 'the client’s credentials in the body alone');
  const body = form(request);
  if (body.get('client_id') !== client.clientId || body.get('client_secret') !== client.clientSecret) {
    return { status: 200, body: { error: 'incorrect_client_credentials' } };
  }
  if (body.get('grant_type') === 'refresh_token') {
    const tokens = desk.refresh?.(body.get('refresh_token'));
    return { status: 200, body: tokens ?? { error: 'bad_refresh_token' } };
  }
  must(body.get('redirect_uri') === client.redirectUri, 'redirect_uri');
  // The verifier is enforced once a challenge was sent.
  const good = isVerifierOf(desk.challenge, body.get('code_verifier')) && desk.spendCode(body.get('code'));
  return { status: 200, body: good ? desk.issue() : { error: 'bad_verification_code' } };
}

export function githubUser(request: ScriptRequest, isLive: (token: string) => boolean): ScriptAnswer {
  must(request.headers['user-agent'], 'a User-Agent, without which every call is refused');
  return isLive(bearerOf(request) ?? '')
    ? { status: 200, body: { login: 'octo-ann', id: 583231, type: 'User', name: null } }
    : { status: 401, body: { message: 'Bad credentials', status: '401' } };
}

/** The token that a DELETE presents. */
export function githubRevoked(request: ScriptRequest, client: ScriptClient): string {
  must(isBasicOf(request, client), 'Basic with the client’s id and secret');
  return String(json(request).access_token);
}
