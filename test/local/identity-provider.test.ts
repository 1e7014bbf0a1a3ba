/**
 * Covers local/identity-provider.ts, local/oidc-settings.ts, local/oidc-keys.ts, local/walk-sign-in.ts,
 * local/browserless.ts, local/pages/accounts-page.ts, local/pages/html.ts, local/pages/message-page.ts,
 * local/pages/page.ts.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Browserless } from '../../local/browserless.ts';
import { startIdentityProvider } from '../../local/identity-provider.ts';
import { LOCAL_AUDIENCE } from '../../local/people.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { stateDir } from './state-dir.ts';

const DASHBOARD = 'http://127.0.0.1:4100';

async function start(directory = stateDir(), port = 0) {
  const provider = await startIdentityProvider({ port, dashboardUrl: DASHBOARD, stateDir: directory });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= provider.close());
  onTestFinished(close);
  return { ...provider, close };
}

describe('the local identity provider', () => {
  test.each([
    ['ada', ['acme:admin', 'globex:member']],
    ['bob', ['acme:member']],
    ['mallory', ['globex:admin']],
  ] as const)('signs %s in with an access token for the API', async (person, workspaces) => {
    const { issuer } = await start();
    const { accessToken, idToken } = await walkSignIn({ issuer, dashboardUrl: DASHBOARD, person });

    const { payload, protectedHeader } = await jwtVerify(
      accessToken,
      createRemoteJWKSet(new URL('/jwks', issuer)),
      { issuer, audience: LOCAL_AUDIENCE, algorithms: ['RS256'] },
    );
    expect(protectedHeader.typ).toBe('at+jwt');
    expect(payload).toMatchObject({ sub: person, aud: LOCAL_AUDIENCE, workspaces });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    expect(decodeJwt(idToken)).toMatchObject({
      sub: person,
      aud: 'dashboard',
      name: expect.stringMatching(/^[A-Z]/),
    });
  });

  test('keeps its keys for its owner alone, so that tokens survive a restart', async () => {
    const directory = stateDir();
    const first = await start(directory);
    const { accessToken } = await walkSignIn({
      issuer: first.issuer,
      dashboardUrl: DASHBOARD,
      person: 'ada',
    });
    await first.close();

    const second = await start(directory, Number(new URL(first.issuer).port));
    const keys = createRemoteJWKSet(new URL('/jwks', second.issuer));
    await expect(jwtVerify(accessToken, keys, { issuer: second.issuer })).resolves.toBeDefined();
    for (const file of ['identity-provider-keys.json', 'identity-provider.json']) {
      expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
    }
  });

  test('starts, signs in and fails without a word on the console', async () => {
    const spies = (['info', 'warn', 'error', 'log'] as const).map((name) => vi.spyOn(console, name));
    onTestFinished(() => void vi.restoreAllMocks());
    const { issuer } = await start();
    await walkSignIn({ issuer, dashboardUrl: DASHBOARD, person: 'ada' });
    await fetch(`${issuer}/auth?client_id=unknown`);

    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  test('asks again who it is after signing out, and only then', async () => {
    const { issuer } = await start();
    const browser = new Browserless({ stopAt: ({ origin }) => origin === DASHBOARD });
    const authorize = authorizationUrl(issuer);

    const signedIn = await browser.press(await browser.open(authorize), 'Ada');
    expect(new URL(signedIn.url).searchParams.get('code')).toBeTruthy();
    expect((await browser.open(authorize)).url).toContain(`${DASHBOARD}/?code=`);

    const end = `${issuer}/session/end?client_id=dashboard&post_logout_redirect_uri=${DASHBOARD}/`;
    expect((await browser.press(await browser.open(end), 'Sign out')).url).toBe(`${DASHBOARD}/`);
    expect((await browser.open(authorize)).html).toContain('Choose an account');
  });

  test('lets the page be cancelled', async () => {
    const { issuer } = await start();
    const browser = new Browserless({ stopAt: ({ origin }) => origin === DASHBOARD });

    const cancelled = await browser.press(await browser.open(authorizationUrl(issuer)), 'Cancel');
    expect(new URL(cancelled.url).searchParams.get('error')).toBe('access_denied');
  });

  test('answers only the dashboard’s origin across origins', async () => {
    const { issuer } = await start();
    const exchange = (origin: string) =>
      fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'dashboard' }),
      });

    const own = await exchange(DASHBOARD);
    expect(own.headers.get('access-control-allow-origin')).toBe(DASHBOARD);
    const foreign = await exchange('http://127.0.0.1:4666');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('takes no redirect URI but the dashboard’s, and no request without PKCE', async () => {
    const { issuer } = await start();
    const browser = new Browserless({ stopAt: ({ origin }) => origin === DASHBOARD });

    const elsewhere = await browser.open(
      authorizationUrl(issuer, { redirect_uri: 'http://127.0.0.1:4666/' }),
    );
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.html).toContain('The request failed');
    const unproven = await browser.open(authorizationUrl(issuer, { code_challenge: '' }));
    expect(new URL(unproven.url).searchParams.get('error')).toBe('invalid_request');
  });

  test('sends pages that load nothing from elsewhere and cannot be framed', async () => {
    const { issuer } = await start();
    const page = await fetch(`${issuer}/interaction/unknown`, { headers: { accept: 'text/html' } });

    expect(page.status).toBe(400);
    expect(await page.text()).toContain('This page has expired');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
  });
});

function authorizationUrl(issuer: string, changes: Record<string, string> = {}): string {
  const url = new URL('/auth', issuer);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'dashboard',
    redirect_uri: `${DASHBOARD}/`,
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...changes,
  }).toString();
  return url.href;
}
