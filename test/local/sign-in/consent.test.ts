/**
 * Covers local/identity-provider/consent.ts, local/identity-provider/client-consent.ts, local/form-token.ts,
 * local/interaction-pages.ts, local/pages/client-consent-page.ts, local/pages/token-field.ts, local/pages/page.ts.
 */
import { describe, expect, test } from 'vitest';
import {
  authorization,
  browserOf,
  claimsOf,
  clientOf,
  DASHBOARD,
  ENDPOINT,
  EVIL,
  exchange,
  parameter,
  signedIn,
  startProvider,
} from './world.ts';

const words = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the consent', () => {
  test('T226: one navigation in a signed-in browser gives no code before the click', async () => {
    const { issuer } = await startProvider();
    const browser = await signedIn(issuer);
    const asked = authorization(issuer, await clientOf(issuer));

    const page = await browser.open(asked.url);
    expect(page.url).toMatch(`${issuer}/interaction/`);
    expect(page.html).not.toContain('code=');
    const back = await browser.press(page, 'Allow');
    expect(back.url).toMatch(`${EVIL}?code=`);
    expect([parameter(back, 'iss'), parameter(back, 'state')]).toEqual([issuer, 'of-the-client']);
    const tokens = await exchange(issuer, asked, parameter(back, 'code') ?? '');
    expect(claimsOf(tokens).aud).toBe(ENDPOINT);
  });

  test.each([
    ['in silence', { prompt: 'none' }],
    ['in silence, for the API', { prompt: 'none', resource: 'urn:connections:local' }],
    ['as the dashboard, to another address', { client_id: 'dashboard', resource: undefined }],
    ['with a redirect URI below the registered one', { redirect_uri: `${EVIL}/more` }],
    ['with a query in the redirect URI', { redirect_uri: `${EVIL}?a=b` }],
    ['with the redirect URI left out', { redirect_uri: undefined }],
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
    ['with PKCE in the open', { code_challenge_method: 'plain' }],
    ['with a token in the answer', { response_type: 'token' }],
    ['by a pushed request', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }],
  ])('T226: is not gone around %s', async (_how, changes) => {
    const { issuer } = await startProvider();
    const browser = await signedIn(issuer);
    const page = await browser.open(authorization(issuer, await clientOf(issuer), changes).url);
    expect(page.url).not.toMatch(/[?&#](code|access_token)=/);
    expect(page.url).not.toContain('/interaction/');
  });

  test('T226: is asked for each time of a client that was allowed once, after the sign-in too', async () => {
    const { issuer } = await startProvider();
    const clientId = await clientOf(issuer);
    const browser = browserOf(issuer);
    const accounts = await browser.open(authorization(issuer, clientId).url);
    expect(accounts.html).toContain('Choose an account');
    const first = await browser.press(accounts, 'Bob');
    expect(first.html).toContain('wants to use your MCP servers');
    expect((await browser.press(first, 'Allow')).url).toContain('code=');

    const again = await browser.open(authorization(issuer, clientId).url);
    expect(again.html).toContain('wants to use your MCP servers');
    expect((await browser.open(authorization(issuer, clientId, { prompt: 'none' }).url)).url).toContain(
      'error=consent_required',
    );
  });

  test.each([
    ['', ['the MCP servers of acme and globex as you', ENDPOINT]],
    ['/acme', ['the MCP servers of acme as you', `${ENDPOINT}/acme`]],
    ['/acme/notes', ['the MCP server notes of acme as you']],
    ['/~me', ['the MCP servers of your personal workspace as you']],
    ['/~me/notes', ['the MCP server notes of your personal workspace as you']],
  ])('says what it permits at /mcp%s', async (path, texts) => {
    const { issuer } = await startProvider();
    const browser = await signedIn(issuer);
    const asked = authorization(issuer, await clientOf(issuer), { resource: `${ENDPOINT}${path}` });
    const said = words((await browser.open(asked.url)).html);
    for (const text of ['Notebook', 'Ada', 'evil.example', ...texts]) expect(said).toContain(text);
  });

  test.each([
    [['https://app.example:8443/cb'], 'app.example:8443', "'self' http://127.0.0.1:* https:"],
    [['http://127.0.0.1/cb'], 'a program on this device (127.0.0.1)', 'http://localhost:* https:'],
    [['http://[::1]:9/cb'], 'a program on this device ([::1]:9)', 'http://127.0.0.1:* http: https:'],
    [['cursor://anysphere.cursor-mcp/oauth/callback'], 'the program that opens cursor: links', 'cursor:'],
  ])('says where the answer of %s goes', async (redirect_uris, destination, formAction) => {
    const { issuer } = await startProvider();
    const [redirect_uri = ''] = redirect_uris;
    const asked = authorization(issuer, await clientOf(issuer, { redirect_uris }), { redirect_uri });
    const accounts = await (await fetch(asked.url, { redirect: 'manual' })).headers.get('location');
    expect(accounts).toMatch(/^\/interaction\//);
    const page = await (await signedIn(issuer)).open(asked.url);
    expect(words(page.html)).toContain(destination);
    expect(page.headers['content-security-policy']).toContain(formAction);
  });

  test('shows a name as text', async () => {
    const { issuer } = await startProvider();
    const clientId = await clientOf(issuer, { client_name: '<img src=x> & Co' });
    const page = await (await signedIn(issuer)).open(authorization(issuer, clientId).url);
    expect(page.html).toContain('&lt;img src=x&gt; &amp; Co');
    expect(page.html).not.toContain('<img');
  });

  test('can be cancelled', async () => {
    const { issuer } = await startProvider();
    const browser = await signedIn(issuer);
    const page = await browser.open(authorization(issuer, await clientOf(issuer)).url);
    const back = await browser.press(page, 'Cancel');
    expect([parameter(back, 'error'), parameter(back, 'code')]).toEqual(['access_denied', null]);
  });

  test('T226: cannot be framed, by the dashboard’s page either', async () => {
    const { issuer } = await startProvider();
    const page = await (await signedIn(issuer)).open(authorization(issuer, await clientOf(issuer)).url);
    expect(page.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' });
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  const forged: [string, (fields: [string, string][]) => [string, string][]][] = [
    ['without its secret', () => []],
    ['with an empty secret', () => [['token', '']]],
    [
      'with another secret',
      ([[name, value] = ['', '']]) => [[name, value.replace(/^./, (a) => (a === 'A' ? 'B' : 'A'))]],
    ],
  ];
  test.each(forged)('T226: is not given by a form %s', async (_how, change) => {
    const { issuer } = await startProvider();
    const browser = await signedIn(issuer);
    const page = await browser.open(authorization(issuer, await clientOf(issuer)).url);
    const forms = page.forms.map((form) => ({ ...form, fields: change(form.fields) }));
    const answer = await browser.press({ ...page, forms }, 'Allow');
    expect([answer.status, answer.url]).toEqual([400, expect.stringContaining(issuer)]);
    expect(answer.html).toContain('This page has expired');
    // The person can still decide: nothing was changed.
    expect((await browser.press(page, 'Allow')).url).toContain('code=');
  });

  test('T226: is not given by the form of another interaction, or of another person', async () => {
    const { issuer } = await startProvider();
    const clientId = await clientOf(issuer);
    const [ada, bob] = [await signedIn(issuer, 'Ada'), await signedIn(issuer, 'Bob')];
    const page = await ada.open(authorization(issuer, clientId).url);
    for (const other of [
      await ada.open(authorization(issuer, clientId).url),
      await bob.open(authorization(issuer, clientId).url),
    ]) {
      const forms = page.forms.map((form, at) => ({ ...form, fields: other.forms[at]?.fields ?? [] }));
      expect((await ada.press({ ...page, forms }, 'Allow')).status).toBe(400);
    }
    // Without the cookies of the browser that asked there is no interaction at all.
    expect((await bob.press(page, 'Allow')).status).toBe(400);
  });

  test.each(['https://evil.example', 'http://127.0.0.1:1', 'null'])(
    'T226: is not given by a page of %s',
    async (origin) => {
      const { issuer } = await startProvider();
      const page = await (await signedIn(issuer)).open(authorization(issuer, await clientOf(issuer)).url);
      const answer = await fetch(`${page.url}/allow`, {
        method: 'POST',
        headers: { origin },
        redirect: 'manual',
      });
      expect(answer.status).toBe(403);
    },
  );

  test('is not needed by the dashboard, in a frame of it either', async () => {
    const { issuer } = await startProvider();
    const browser = await signedIn(issuer);
    const silent = {
      redirect_uri: `${DASHBOARD}/silent.html`,
      resource: undefined,
      scope: 'openid',
      prompt: 'none',
    };
    expect((await browser.open(authorization(issuer, 'dashboard', silent).url)).url).toContain('code=');
  });
});
