import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authorizationUrl } from '../../src/oauth/authorization-url.ts';
import { identifyAccount } from '../../src/oauth/identify-account.ts';
import type { RevocationFacts } from '../../src/oauth/provider.ts';
import { revokeToken } from '../../src/oauth/revoke-token.ts';
import { exchangeCode, refreshTokens } from '../../src/oauth/token-endpoint.ts';
import { tokenFailure } from '../../src/oauth/token-failure.ts';
import { google } from '../../src/providers/google.ts';
import { Secret } from '../../src/vault/secret.ts';
import type { Scripted } from '../oauth/scripted-provider.ts';
import { GOOGLE_CLIENT, scriptedGoogle } from './scripted-google.ts';
import { chosenHeaders, formOf, json, scriptedHosts } from './scripted-hosts.ts';

const facts = google.oauth;
const revocation = facts.revocation as Exclude<RevocationFacts, { kind: 'none' }>;
const VERIFIER = 'v'.repeat(43);
const REDIRECT_URI = 'https://connections.example/oauth/callback/google/verified';
const input = { code: new Secret('4/0AX'), redirectUri: REDIRECT_URI, codeVerifier: new Secret(VERIFIER) };
const FORM = {
  'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  'user-agent': 'Connections',
};

async function world(clientSecret = GOOGLE_CLIENT.secret) {
  const scripted = await scriptedGoogle({
    code: '4/0AX',
    redirectUri: REDIRECT_URI,
    challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  });
  const { fetch, requests } = await scriptedHosts(scripted.hosts);
  const context = { facts, clientId: GOOGLE_CLIENT.id, clientSecret: new Secret(clientSecret), fetch };
  return { ...scripted, requests, context };
}

const failureOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (cause) => tokenFailure(cause, facts),
  );

describe('Google', () => {
  it('T007 T043: is asked for offline access, with consent, with what was granted before, under S256', () => {
    const url = new URL(
      authorizationUrl({
        facts,
        clientId: GOOGLE_CLIENT.id,
        redirectUri: REDIRECT_URI,
        state: 's',
        scopes: ['openid', 'email', 'https://www.googleapis.com/auth/gmail.readonly'],
        codeVerifier: VERIFIER,
      }),
    );
    expect(url.origin + url.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
      response_type: 'code',
      client_id: GOOGLE_CLIENT.id,
      redirect_uri: REDIRECT_URI,
      state: 's',
      scope: 'openid email https://www.googleapis.com/auth/gmail.readonly',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  it('exchanges a code', async () => {
    const { context, requests } = await world();
    const { access, refresh, scopes, expiresIn } = await exchangeCode(context, input);
    expect([access.reveal(), refresh?.reveal(), expiresIn]).toEqual(['ya29.1', '1//refresh', 3599]);
    expect(scopes).toContain('https://www.googleapis.com/auth/gmail.readonly');
    expect(requests).toMatchObject([{ method: 'POST', host: 'oauth2.googleapis.com', path: '/token' }]);
    expect(requests.map(chosenHeaders)).toEqual([{ ...FORM, accept: 'application/json' }]);
    expect(requests.map(formOf)).toEqual([
      {
        grant_type: 'authorization_code',
        code: '4/0AX',
        redirect_uri: REDIRECT_URI,
        code_verifier: VERIFIER,
        client_id: GOOGLE_CLIENT.id,
        client_secret: GOOGLE_CLIENT.secret,
      },
    ]);
  });

  it('T006: refuses a code with another verifier or redirect URI', async () => {
    const { context } = await world();
    for (const wrong of [{ codeVerifier: new Secret('w'.repeat(43)) }, { redirectUri: `${REDIRECT_URI}/` }])
      expect(await failureOf(exchangeCode(context, { ...input, ...wrong }))).toEqual({
        kind: 'dead_grant',
        maybeSpent: false,
      });
  });

  it('T121: refreshes again and again with the same token, of which its answers say nothing', async () => {
    const { context, requests } = await world();
    await exchangeCode(context, input);
    for (const access of ['ya29.2', 'ya29.3']) {
      const answer = await refreshTokens(context, new Secret('1//refresh'));
      expect(answer.access.reveal()).toBe(access);
      expect(answer.refresh).toBeUndefined();
    }
    expect(formOf(requests[1] as (typeof requests)[number])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: '1//refresh',
      client_id: GOOGLE_CLIENT.id,
      client_secret: GOOGLE_CLIENT.secret,
    });
  });

  it.each<[string, Scripted, string]>([
    [
      'T118: a Workspace that wants its people to sign in anew',
      json({ error: 'invalid_grant', error_subtype: 'invalid_rapt' }, 400),
      'dead_grant',
    ],
    ['T119: a deleted client', json({ error: 'deleted_client' }, 401), 'configuration'],
    ['T119: a disabled client', json({ error: 'disabled_client' }, 401), 'configuration'],
    ['T119: another organisation', json({ error: 'org_internal' }, 403), 'configuration'],
    ['T120: a fault inside', json({ error: 'internal_failure' }, 400), 'transient'],
    ['T110: too many', json({ error: 'rate_limit_exceeded' }, 403), 'transient'],
    [
      'T109: a page at 502',
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' },
      'transient',
    ],
  ])('%s is told apart', async (_title, answer, kind) => {
    const { context, say } = await world();
    say(answer);
    expect((await failureOf(refreshTokens(context, new Secret('1//refresh'))))?.kind).toBe(kind);
  });

  it('T119: a wrong client secret accuses the app', async () => {
    const { context } = await world('wrong');
    expect(await failureOf(exchangeCode(context, input))).toEqual({
      kind: 'configuration',
      maybeSpent: false,
    });
  });

  it('T157 T165: ends the whole grant at a revocation, and says so of a token that was gone', async () => {
    const { context, requests, live } = await world();
    const { access, refresh } = await exchangeCode(context, input);
    expect(revocation.reach).toBe('grant');
    expect(await revokeToken(context, revocation, refresh as Secret)).toEqual({ outcome: 'revoked' });
    expect(live).toEqual(new Set());
    expect(requests[1]).toMatchObject({ method: 'POST', host: 'oauth2.googleapis.com', path: '/revoke' });
    const { token, ...rest } = formOf(requests[1] as (typeof requests)[number]);
    expect(token).toBe('1//refresh');
    // Google wants the token alone; the client's secret has no business there.
    expect(rest).toEqual({ token_type_hint: 'refresh_token', client_id: GOOGLE_CLIENT.id });
    expect(await revokeToken(context, revocation, access)).toEqual({ outcome: 'revoked' });
    expect(await failureOf(refreshTokens(context, new Secret('1//refresh')))).toEqual({
      kind: 'dead_grant',
      maybeSpent: false,
    });
  });

  it('names the account by its address, and knows it by `sub`', async () => {
    const { context, requests } = await world();
    const account = await identifyAccount(context.fetch, facts.account, new Secret('ya29.1'));
    expect(account).toEqual({ id: '110248495921238986420', label: 'ada@example.com' });
    expect(requests).toMatchObject([
      { method: 'GET', host: 'openidconnect.googleapis.com', path: '/v1/userinfo' },
    ]);
    expect(await identifyAccount(context.fetch, facts.account, new Secret('no'))).toBeUndefined();
  });
});
