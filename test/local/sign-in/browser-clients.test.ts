/** Covers local/identity-provider/open-paths.ts, local/judge-request.ts, local/listen-on-loopback.ts. */
import { describe, expect, test } from 'vitest';
import { ask } from '../playing.ts';
import { authorization, DASHBOARD, METADATA, parameter, signedIn, startProvider } from './world.ts';

/** Where the Inspector's page is. */
const INSPECTOR = 'http://localhost:6274';
const OPEN = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/token',
  '/reg',
];

describe('an MCP client in a browser of this machine', () => {
  test.each(OPEN)('may ask before it calls %s', async (path) => {
    const { issuer } = await startProvider();
    const method = path.startsWith('/.') ? 'GET' : 'POST';
    const headers = {
      origin: INSPECTOR,
      'access-control-request-method': method,
      'access-control-request-headers': 'content-type,mcp-protocol-version',
    };
    const answer = await fetch(`${issuer}${path}`, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(INSPECTOR);
    expect(answer.headers.get('access-control-allow-methods')).toContain(method);
    expect(answer.headers.get('access-control-allow-headers')).toContain('mcp-protocol-version');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('reads metadata, registers, and has its code exchanged', async () => {
    const { issuer } = await startProvider();
    const headers = { origin: INSPECTOR };
    const metadata = await fetch(`${issuer}/.well-known/oauth-authorization-server`, { headers });
    expect(metadata.headers.get('access-control-allow-origin')).toBe(INSPECTOR);
    const registration = await fetch(`${issuer}/reg`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(METADATA),
    });
    expect(registration.headers.get('access-control-allow-origin')).toBe(INSPECTOR);
    const { client_id } = (await registration.json()) as { client_id: string };
    const asked = authorization(issuer, client_id);
    const browser = await signedIn(issuer);
    const code = parameter(await browser.press(await browser.open(asked.url), 'Allow'), 'code') ?? '';
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', client_id, code, code_verifier: asked.verifier },
        redirect_uri: asked.redirectUri,
      }),
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe(INSPECTOR);
    expect(await answer.json()).toHaveProperty('access_token');
  });

  test('may call nothing else', async () => {
    const { issuer } = await startProvider();
    const closed = [
      '/',
      '/auth',
      '/jwks',
      '/interaction/x',
      '/interaction/x/allow',
      '/session/end',
      '/reg/x',
      '/token/',
    ];
    for (const path of [...closed, '//reg', '/REG', '/pages/style.css'])
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const { status } = await ask(issuer, { method, path, headers: { origin: INSPECTOR } });
        expect([method, path, status]).toEqual([method, path, 403]);
      }
  });

  test.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example:1',
    'null',
    'file://',
  ])('may call nothing from a page of %s', async (origin) => {
    const { issuer } = await startProvider();
    for (const path of OPEN)
      for (const method of ['GET', 'POST', 'OPTIONS'])
        expect((await ask(issuer, { method, path, headers: { origin } })).status).toBe(403);
  });

  test('may call nothing where there is no endpoint', async () => {
    const { issuer } = await startProvider({ endpointAddress: undefined });
    for (const path of OPEN)
      expect((await ask(issuer, { method: 'POST', path, headers: { origin: INSPECTOR } })).status).toBe(403);
  });

  test('does not get the dashboard’s tokens', async () => {
    const { issuer } = await startProvider();
    const own = { redirect_uri: `${DASHBOARD}/`, resource: undefined, scope: 'openid' };
    const asked = authorization(issuer, 'dashboard', own);
    const code = parameter(await (await signedIn(issuer)).open(asked.url), 'code') ?? '';
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { origin: INSPECTOR },
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', client_id: 'dashboard', code, code_verifier: asked.verifier },
        redirect_uri: asked.redirectUri,
      }),
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
  });
});
