/**
 * Covers local/identity-provider/resources.ts, local/identity-provider/claims.ts,
 * local/identity-provider/provider-settings.ts.
 */
import { describe, expect, test } from 'vitest';
import { LOCAL_AUDIENCE } from '../../../local/people.ts';
import {
  authorization,
  browserOf,
  claimsOf,
  clientOf,
  DASHBOARD,
  ENDPOINT,
  exchange,
  parameter,
  signedIn,
  startProvider,
  token,
  tokensFor,
} from './world.ts';

const REFUSED: [string, string | string[]][] = [
  ['the API', LOCAL_AUDIENCE],
  ['the API in capitals', LOCAL_AUDIENCE.toUpperCase()],
  ['the origin of the endpoint', 'http://127.0.0.1:3005'],
  ['the root of the origin', 'http://127.0.0.1:3005/'],
  ['a path that begins alike', `${ENDPOINT}x`],
  ['a path that begins alike, and goes on', `${ENDPOINT}-admin/acme`],
  ['a slash at the end', `${ENDPOINT}/`],
  ['a slash at the end of a workspace', `${ENDPOINT}/acme/`],
  ['an empty segment', `${ENDPOINT}//acme`],
  ['a query', `${ENDPOINT}?a=b`],
  ['an empty query', `${ENDPOINT}?`],
  ['a fragment', `${ENDPOINT}#a`],
  ['an empty fragment', `${ENDPOINT}#`],
  ['userinfo', 'http://ada@127.0.0.1:3005/mcp'],
  ['userinfo that looks like the host', 'http://127.0.0.1:3005@evil.example/mcp'],
  ['a dot segment that leads back', `${ENDPOINT}/acme/../globex`],
  ['a dot segment that leads out', `${ENDPOINT}/../api`],
  ['a dot segment that leads in', 'http://127.0.0.1:3005/api/../mcp'],
  ['a single dot', `${ENDPOINT}/./acme`],
  ['an encoded dot segment', `${ENDPOINT}/%2e%2e/api`],
  ['an encoded slash', `${ENDPOINT}/acme%2fnotes`],
  ['an encoded backslash', `${ENDPOINT}/acme%5cnotes`],
  ['a backslash', `${ENDPOINT}\\acme`],
  ['an encoded letter', `${ENDPOINT}/%61cme`],
  ['a tab', `${ENDPOINT}/ac\tme`],
  ['a space at the end', `${ENDPOINT} `],
  ['a letter of another script', `${ENDPOINT}/\u0430cme`],
  ['another port', 'http://127.0.0.1:3006/mcp'],
  ['no port', 'http://127.0.0.1/mcp'],
  ['another scheme', 'https://127.0.0.1:3005/mcp'],
  ['a scheme in capitals', 'HTTP://127.0.0.1:3005/mcp'],
  ['a path in capitals', 'http://127.0.0.1:3005/MCP'],
  ['another name of the host', 'http://localhost:3005/mcp'],
  ['another writing of the host', 'http://127.1:3005/mcp'],
  ['another host', 'https://evil.example/mcp'],
  ['no URL', '/mcp'],
  ['two resources', [ENDPOINT, `${ENDPOINT}/acme`]],
  ['the endpoint and the API', [ENDPOINT, LOCAL_AUDIENCE]],
];

describe('a client that registered itself', () => {
  test('gets no code for another resource, or for another spelling of one', async () => {
    const { issuer } = await startProvider();
    const [clientId, browser] = [await clientOf(issuer), await signedIn(issuer)];
    const answers = [];
    for (const [what, resource] of REFUSED) {
      const page = await browser.open(authorization(issuer, clientId, { resource }).url);
      answers.push([what, parameter(page, 'error'), parameter(page, 'code')]);
    }
    expect(answers).toEqual(REFUSED.map(([what]) => [what, 'invalid_target', null]));
  });

  const both = ['acme:admin', 'globex:member'];
  test.each([
    ['the endpoint', ENDPOINT, both],
    ['a workspace', `${ENDPOINT}/acme`, ['acme:admin']],
    ['a server of a workspace', `${ENDPOINT}/globex/notes`, ['globex:member']],
    ['a workspace that is not theirs', `${ENDPOINT}/initech`, []],
    ['a workspace whose name begins alike', `${ENDPOINT}/acm`, []],
    ['the personal workspace', `${ENDPOINT}/~me`, both],
  ])('gets a token for %s, and for nothing else', async (_what, resource, workspaces) => {
    const { issuer } = await startProvider();
    const tokens = await tokensFor(issuer, await clientOf(issuer), { resource });
    expect(claimsOf(tokens)).toMatchObject({ aud: resource, sub: 'ada', scope: 'connections', workspaces });
  });

  test('that names no resource gets a token for the endpoint’s own address', async () => {
    const { issuer } = await startProvider();
    const tokens = await tokensFor(issuer, await clientOf(issuer), { resource: undefined });
    expect(claimsOf(tokens).aud).toBe(ENDPOINT);
  });

  test.each([
    ['the API', LOCAL_AUDIENCE],
    ['another address below the endpoint', `${ENDPOINT}/globex`],
  ])('gets no token for %s with a code or refresh token for a workspace', async (_what, resource) => {
    const { issuer } = await startProvider();
    const [clientId, browser] = [await clientOf(issuer), await signedIn(issuer)];
    const asked = authorization(issuer, clientId, { resource: `${ENDPOINT}/acme` });
    const codeOf = async () =>
      parameter(await browser.press(await browser.open(asked.url), 'Allow'), 'code') ?? '';
    expect(await exchange(issuer, asked, await codeOf(), { resource })).toMatchObject({
      error: 'invalid_target',
    });

    const { refresh_token = '' } = await exchange(issuer, asked, await codeOf());
    const refresh = { grant_type: 'refresh_token', client_id: clientId, refresh_token, resource };
    expect(await token(issuer, refresh)).toMatchObject({ error: 'invalid_target' });
  });

  test('keeps the audience when it refreshes, with a new refresh token each time', async () => {
    const { issuer } = await startProvider();
    const clientId = await clientOf(issuer);
    const resource = `${ENDPOINT}/acme`;
    const first = await tokensFor(issuer, clientId, { resource });
    const refresh = (refresh_token = '', more = {}) =>
      token(issuer, { grant_type: 'refresh_token', client_id: clientId, refresh_token, ...more });

    const second = await refresh(first.refresh_token);
    const third = await refresh(second.refresh_token, { resource });
    for (const tokens of [second, third])
      expect(claimsOf(tokens)).toMatchObject({
        aud: resource,
        workspaces: ['acme:admin'],
        scope: 'connections',
      });
    expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3);

    // A spent one is a stolen one: the whole grant ends (RFC 9700 section 4.14.2).
    expect(await refresh(first.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await refresh(third.refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  test.each([undefined, 'connections', 'openid', 'openid profile tools:call', 'mcp'])(
    'has the one scope of the endpoint when it asks for %s',
    async (scope) => {
      const { issuer } = await startProvider();
      const tokens = await tokensFor(issuer, await clientOf(issuer), { scope });
      expect(claimsOf(tokens).scope).toBe('connections');
      expect(tokens.id_token === undefined).toBe(!scope?.includes('openid'));
    },
  );
});

describe('the dashboard', () => {
  const own = { redirect_uri: `${DASHBOARD}/`, scope: 'openid' };

  test.each([
    ['no resource', undefined],
    ['the API', LOCAL_AUDIENCE],
  ])('gets a token for the API when it names %s, without a question', async (_what, resource) => {
    const { issuer } = await startProvider();
    const asked = authorization(issuer, 'dashboard', { ...own, resource });
    const back = await (await signedIn(issuer)).open(asked.url);
    const tokens = await exchange(issuer, asked, parameter(back, 'code') ?? '');
    const refresh = { grant_type: 'refresh_token', client_id: 'dashboard' };
    const later = await token(issuer, { ...refresh, refresh_token: tokens.refresh_token ?? '' });
    for (const each of [tokens, later])
      expect(claimsOf(each)).toMatchObject({
        aud: LOCAL_AUDIENCE,
        workspaces: ['acme:admin', 'globex:member'],
      });
  });

  test.each([ENDPOINT, `${ENDPOINT}/acme`, 'urn:another'])('gets no token for %s', async (resource) => {
    const { issuer } = await startProvider();
    const page = await (await signedIn(issuer)).open(
      authorization(issuer, 'dashboard', { ...own, resource }).url,
    );
    expect(parameter(page, 'error')).toBe('invalid_target');
  });

  test('is the only client where there is no endpoint', async () => {
    const { issuer } = await startProvider({ endpointAddress: undefined });
    const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    expect(metadata).not.toHaveProperty('registration_endpoint');
    expect(metadata).not.toHaveProperty('client_id_metadata_document_supported');
    expect((await fetch(`${issuer}/reg`, { method: 'POST' })).status).toBe(404);
    const unknown = await browserOf(issuer).open(authorization(issuer, 'https://client.example/app').url);
    expect([unknown.status, parameter(unknown, 'code')]).toEqual([400, null]);
  });
});
