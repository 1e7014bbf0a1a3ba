import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authorizationUrl } from '../../src/oauth/authorization-url.ts';
import { identifyAccount } from '../../src/oauth/identify-account.ts';
import type { RevocationFacts } from '../../src/oauth/provider.ts';
import { revocationHost, revokeToken } from '../../src/oauth/revoke-token.ts';
import { exchangeCode } from '../../src/oauth/token-endpoint.ts';
import { tokenFailure } from '../../src/oauth/token-failure.ts';
import { github } from '../../src/providers/github.ts';
import { Secret } from '../../src/vault/secret.ts';
import { GITHUB_CLIENT, scriptedGitHub } from './scripted-github.ts';
import { chosenHeaders, formOf, scriptedHosts } from './scripted-hosts.ts';

const facts = github.oauth;
const revocation = facts.revocation as Extract<RevocationFacts, { kind: 'request' }>;
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const REDIRECT_URI = 'https://connections.example/oauth/callback/github/acme';
const input = { code: new Secret('c0de'), redirectUri: REDIRECT_URI, codeVerifier: new Secret(VERIFIER) };

async function world(clientSecret = GITHUB_CLIENT.secret) {
  const scripted = scriptedGitHub({ code: 'c0de', redirectUri: REDIRECT_URI, challenge: CHALLENGE });
  const { fetch, requests } = await scriptedHosts(scripted.hosts);
  const context = { facts, clientId: GITHUB_CLIENT.id, clientSecret: new Secret(clientSecret), fetch };
  return { ...scripted, requests, context };
}

const failureOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (cause) => tokenFailure(cause, facts),
  );

describe('GitHub', () => {
  it('T007: is asked under S256, without parameters of its own', () => {
    const url = new URL(
      authorizationUrl({
        facts,
        clientId: GITHUB_CLIENT.id,
        redirectUri: REDIRECT_URI,
        state: 's',
        scopes: ['read:user', 'repo'],
        codeVerifier: VERIFIER,
      }),
    );
    expect(url.origin + url.pathname).toBe('https://github.com/login/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: GITHUB_CLIENT.id,
      redirect_uri: REDIRECT_URI,
      state: 's',
      scope: 'read:user repo',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
  });

  it('exchanges a code for a token without a clock and without a refresh token', async () => {
    const { context, requests } = await world();
    const { access, ...rest } = await exchangeCode(context, input);
    expect(access.reveal()).toBe('gho_1');
    expect(rest).toEqual({ scopes: ['read:org', 'read:user', 'repo'] });
    expect(facts).toMatchObject({ accessTokenLifetime: 'endless', refresh: { kind: 'none' } });
    expect(requests).toMatchObject([
      { method: 'POST', host: 'github.com', path: '/login/oauth/access_token' },
    ]);
    expect(requests.map(chosenHeaders)).toEqual([
      {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        'user-agent': 'Connections',
      },
    ]);
    expect(requests.map(formOf)).toEqual([
      {
        grant_type: 'authorization_code',
        code: 'c0de',
        redirect_uri: REDIRECT_URI,
        code_verifier: VERIFIER,
        client_id: GITHUB_CLIENT.id,
        client_secret: GITHUB_CLIENT.secret,
      },
    ]);
  });

  it('T037 T114: refuses a code that was used, with status 200', async () => {
    const { context } = await world();
    await exchangeCode(context, input);
    expect(await failureOf(exchangeCode(context, input))).toEqual({ kind: 'dead_grant', maybeSpent: false });
  });

  it('T006 T114: refuses a code with another verifier', async () => {
    const { context } = await world();
    const wrong = { ...input, codeVerifier: new Secret('w'.repeat(43)) };
    expect(await failureOf(exchangeCode(context, wrong))).toEqual({ kind: 'dead_grant', maybeSpent: false });
  });

  it('T114 T119: accuses the app of a wrong secret or redirect URI, with status 200', async () => {
    const ours = { kind: 'configuration', maybeSpent: false };
    expect(await failureOf(exchangeCode((await world('wrong')).context, input))).toEqual(ours);
    const { context } = await world();
    expect(await failureOf(exchangeCode(context, { ...input, redirectUri: `${REDIRECT_URI}x` }))).toEqual(
      ours,
    );
  });

  it('T157 T165: ends this one token, and says so of one that was gone', async () => {
    const { context, requests, live } = await world();
    const { access } = await exchangeCode(context, input);
    expect(await revokeToken(context, revocation, access)).toEqual({ outcome: 'revoked' });
    expect(live).toEqual(new Set(['gho_other']));
    expect(requests[1]).toMatchObject({
      method: 'DELETE',
      host: 'api.github.com',
      path: `/applications/${GITHUB_CLIENT.id}/token`,
    });
    expect(JSON.parse(requests[1]?.body ?? '')).toEqual({ access_token: 'gho_1' });
    expect(await revokeToken(context, revocation, access)).toEqual({ outcome: 'revoked' });
  });

  it('T157: is not done when the app’s own credentials are refused', async () => {
    const { context, live } = await world('wrong');
    expect(await revokeToken(context, revocation, new Secret('gho_other'))).toEqual({ outcome: 'refused' });
    expect(live).toEqual(new Set(['gho_other']));
  });

  it('T061: whatever a client id is, the revocation stays at its host and on its path', () => {
    for (const clientId of ['../../user', 'a/b', 'a?b#c', '@evil.example', 'a%2fb']) {
      const { url } = revocation.build({ clientId, clientSecret: 's', token: 't' });
      const { host, pathname, search, hash } = new URL(url);
      expect([host, search, hash]).toEqual([revocationHost(revocation), '', '']);
      expect(pathname).toMatch(/^\/applications\/[^/]+\/token$/);
    }
  });

  it('names the account by its login, and knows it by its number', async () => {
    const { context, requests } = await world();
    const account = await identifyAccount(context.fetch, facts.account, new Secret('gho_other'));
    expect(account).toEqual({ id: '583231', label: 'octocat' });
    expect(requests.map(chosenHeaders)).toEqual([
      {
        accept: 'application/vnd.github+json',
        authorization: 'Bearer gho_other',
        'user-agent': 'Connections',
        'x-github-api-version': '2022-11-28',
      },
    ]);
    expect(await identifyAccount(context.fetch, facts.account, new Secret('gho_gone'))).toBeUndefined();
  });
});
