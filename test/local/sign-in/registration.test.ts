/**
 * Covers local/identity-provider/client-metadata.ts, local/identity-provider/redirect-uris.ts,
 * local/identity-provider/kept-registrations.ts, local/identity-provider/endpoint-clients.ts,
 * local/identity-provider/dashboard-client.ts.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  keptRegistrations,
  MOST_REGISTRATIONS,
} from '../../../local/identity-provider/kept-registrations.ts';
import { openOidcStore } from '../../../local/oidc-file-adapter.ts';
import {
  authorization,
  browserOf,
  clientOf,
  ENDPOINT,
  EVIL,
  exchange,
  parameter,
  register,
  signedIn,
  startProvider,
  token,
  tokensFor,
} from './world.ts';

/** Redirect URIs that these clients register, as two issues show: microsoft/vscode 278512 and erp-mafia/accounted 2225. */
const EDITORS = {
  'VS Code': [
    ...['https://insiders.vscode.dev/redirect', 'https://vscode.dev/redirect'],
    ...['http://127.0.0.1/', 'http://127.0.0.1:33418/'],
  ],
  Cursor: [
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'https://www.cursor.com/agents/mcp/oauth/callback',
    'http://localhost:8787/callback',
  ],
};

const REFUSED: [string, unknown][] = [
  ['javascript', ['javascript:alert(1)']],
  ['javascript in capitals', ['JavaScript://evil.example/%0aalert(1)']],
  ['data', ['data:text/html,x']],
  ['vbscript', ['vbscript:x']],
  ['file', ['file:///tmp/x']],
  ['blob', ['blob:https://evil.example/x']],
  ['http elsewhere', ['http://evil.example/cb']],
  ['http at a name that begins with a loopback address', ['http://127.0.0.1.evil.example/cb']],
  ['http at a private address', ['http://192.168.0.1/cb']],
  ['a fragment', ['https://evil.example/cb#a']],
  ['an empty fragment', ['https://evil.example/cb#']],
  ['a fragment on loopback', ['http://127.0.0.1/cb#a']],
  ['userinfo', ['https://claude.ai@evil.example/cb']],
  ['a new line', ['https://evil.example/c\nb']],
  ['a backslash', ['https://evil.example\\@claude.ai/cb']],
  ['no URL', ['/cb']],
  ['a number', [1]],
  ['one that is not allowed among others', [EVIL, 'http://evil.example/cb']],
  ['none', []],
  ['no list', EVIL],
  ['too many', Array.from({ length: 21 }, (_, at) => `https://evil.example/${at}`)],
];

describe('registration', () => {
  test.each(Object.entries(EDITORS))('takes what %s registers', async (client_name, redirect_uris) => {
    const { issuer } = await startProvider();
    const { status, body } = await register(issuer, { client_name, redirect_uris });
    expect([status, body.redirect_uris]).toEqual([201, redirect_uris]);
    expect(body).not.toHaveProperty('client_secret');
    for (const redirect_uri of redirect_uris) {
      const asked = authorization(issuer, String(body.client_id), { redirect_uri });
      expect((await browserOf(issuer).open(asked.url)).url).toContain('/interaction/');
    }
  });

  test('takes any port of a loopback address at the request, and no other path or name', async () => {
    const { issuer } = await startProvider();
    const clientId = await clientOf(issuer, {
      redirect_uris: ['http://127.0.0.1:33418/cb', 'http://[::1]/cb'],
    });
    const asks = async (redirect_uri: string) =>
      (await browserOf(issuer).open(authorization(issuer, clientId, { redirect_uri }).url)).status;
    for (const uri of ['http://127.0.0.1:59656/cb', 'http://127.0.0.1/cb', 'http://[::1]:7/cb'])
      expect([uri, await asks(uri)]).toEqual([uri, 200]);
    for (const uri of [
      'http://127.0.0.1:59656/',
      'http://localhost:33418/cb',
      'http://127.0.0.1:1@evil.example/cb',
    ])
      expect([uri, await asks(uri)]).toEqual([uri, 400]);
  });

  test.each(REFUSED)('refuses redirect URIs: %s', async (_what, redirect_uris) => {
    const { issuer, stateDir } = await startProvider();
    const { status, body } = await register(issuer, { redirect_uris });
    expect([status, body.error]).toEqual([400, 'invalid_redirect_uri']);
    expect(await keptClients(stateDir)).toEqual([]);
  });

  test.each([
    ['a name that turns the text around', { client_name: 'x\u202eedoC SV' }],
    ['a name of two lines', { client_name: 'x\nSigned in as' }],
    ['an empty name', { client_name: ' ' }],
    ['a long name', { client_name: 'x'.repeat(101) }],
    ['a name that is none', { client_name: { toString: 1 } }],
    ['much', { contacts: Array.from({ length: 1000 }, () => 'a@b.example') }],
  ])('refuses %s', async (_what, metadata) => {
    const { issuer, stateDir } = await startProvider();
    const { status, body } = await register(issuer, metadata);
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
    expect(await keptClients(stateDir)).toEqual([]);
  });

  test('refuses what is no JSON object, and a body of any size', async () => {
    const { issuer } = await startProvider();
    const headers = { 'content-type': 'application/json' };
    for (const body of ['[]', 'null', '{', JSON.stringify({ a: 'x'.repeat(100_000) })]) {
      const { status } = await fetch(`${issuer}/reg`, { method: 'POST', headers, body });
      expect(status).toBe(400);
    }
  });

  test('leaves out what this provider does not have, and fetches nothing', async () => {
    const { issuer } = await startProvider();
    const { status, body } = await register(issuer, {
      scope: 'mcp:tools connections',
      grant_types: [
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
        'implicit',
      ],
      response_types: ['code', 'token'],
      client_id: 'dashboard',
      jwks_uri: 'https://evil.example/jwks',
      sector_identifier_uri: 'https://evil.example/sector',
      logo_uri: 'https://evil.example/logo.svg',
      post_logout_redirect_uris: ['https://evil.example/'],
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'HS256',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    });
    expect(body.client_id).not.toBe('dashboard');
    expect(JSON.stringify(body)).not.toMatch(/evil\.example\/(jwks|sector|logo|")|mcp:tools|HS256|pairwise/);
  });

  test.each(['client_secret_basic', 'client_secret_post', undefined])(
    'gives a secret to a confidential client (%s), which then needs it',
    async (token_endpoint_auth_method) => {
      const { issuer } = await startProvider();
      const { body } = await register(issuer, { token_endpoint_auth_method });
      const [clientId, client_secret] = [String(body.client_id), String(body.client_secret)];
      expect(client_secret.length).toBeGreaterThan(40);
      const asked = authorization(issuer, clientId);
      const browser = await signedIn(issuer);
      const code = async () =>
        parameter(await browser.press(await browser.open(asked.url), 'Allow'), 'code') ?? '';
      expect(await exchange(issuer, asked, await code())).toMatchObject({ error: 'invalid_client' });
      expect(await exchange(issuer, asked, await code(), { client_secret: 'x' })).toMatchObject({
        error: 'invalid_client',
      });
      expect(await exchange(issuer, asked, await code(), { client_secret })).toHaveProperty('refresh_token');
    },
  );

  test('gives no refresh token to a client that did not register for one', async () => {
    const { issuer } = await startProvider();
    const tokens = await tokensFor(issuer, await clientOf(issuer, { grant_types: ['authorization_code'] }));
    expect(tokens).toHaveProperty('access_token');
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  test('survives a restart, with the refresh tokens of the client', async () => {
    const first = await startProvider();
    const clientId = await clientOf(first.issuer);
    const { refresh_token = '' } = await tokensFor(first.issuer, clientId);
    await first.close();
    const { issuer } = await startProvider({
      stateDir: first.stateDir,
      port: Number(new URL(first.issuer).port),
    });
    expect((await browserOf(issuer).open(authorization(issuer, clientId).url)).html).toContain('Notebook');
    const refreshed = await token(issuer, {
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token,
    });
    expect(refreshed).toHaveProperty('access_token');
  });

  test('keeps so many and no more, and those longest that a person has allowed', async () => {
    const { issuer, stateDir } = await startProvider();
    const allowed = await clientOf(issuer, { client_name: 'Allowed' });
    const { refresh_token = '' } = await tokensFor(issuer, allowed);
    const ids = [];
    for (let at = 0; at < MOST_REGISTRATIONS + 5; at += 1) ids.push(await clientOf(issuer));
    await Promise.all(Array.from({ length: 5 }, async () => ids.push(await clientOf(issuer))));

    const kept = await keptClients(stateDir);
    expect(kept).toHaveLength(MOST_REGISTRATIONS + 1);
    expect(kept).toContain(allowed);
    expect(kept).not.toContain(ids[0]);
    expect(kept).toContain(ids.at(-1));
    expect(
      await token(issuer, { grant_type: 'refresh_token', client_id: allowed, refresh_token }),
    ).toHaveProperty('access_token');
    expect((await browserOf(issuer).open(authorization(issuer, ids[0] ?? '').url)).status).toBe(400);
  });

  test('keeps no more when many register at once', async () => {
    const store = openOidcStore(undefined);
    const { adapter } = keptRegistrations(store);
    const ids = Array.from({ length: MOST_REGISTRATIONS * 2 }, (_, at) => `client-${at}`);
    await Promise.all(ids.map((id) => adapter('Client').upsert(id, { client_id: id }, 3600)));
    const kept = await Promise.all(ids.map((id) => store('Client').find(id)));
    expect(kept.filter(Boolean)).toHaveLength(MOST_REGISTRATIONS);
  });

  test('lets nobody read, change or end a registration', async () => {
    const { issuer } = await startProvider();
    const { body } = await register(issuer);
    expect(body).not.toHaveProperty('registration_access_token');
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await fetch(`${issuer}/reg/${body.client_id}`, { method })).status).toBeGreaterThanOrEqual(400);
  });

  test('is described, with the resource of nobody', async () => {
    const { issuer } = await startProvider();
    const [openid, oauth] = await Promise.all(
      ['openid-configuration', 'oauth-authorization-server'].map(async (name) =>
        (await fetch(`${issuer}/.well-known/${name}`)).json(),
      ),
    );
    expect(openid).toEqual(oauth);
    expect(oauth).toMatchObject({
      issuer,
      registration_endpoint: `${issuer}/reg`,
      client_id_metadata_document_supported: true,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      grant_types_supported: ['authorization_code', 'refresh_token'],
      response_types_supported: ['code'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    });
    expect(JSON.stringify(oauth)).not.toContain(ENDPOINT);
  });
});

async function keptClients(stateDir: string): Promise<string[]> {
  const text = await readFile(join(stateDir, 'identity-provider.json'), 'utf8').catch(() => '{}');
  return Object.keys(JSON.parse(text).Client ?? {});
}
