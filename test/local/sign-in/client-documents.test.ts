/** Covers local/identity-provider/endpoint-clients.ts, local/identity-provider/client-metadata.ts. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { documentFetch } from '../../../local/identity-provider/endpoint-clients.ts';
import { createServerFetch } from '../../../src/egress/server-fetch.ts';
import {
  authorization,
  browserOf,
  claimsOf,
  ENDPOINT,
  parameter,
  startProvider,
  tokensFor,
} from './world.ts';

const CLIENT = 'https://client.example/oauth/metadata.json';
const BACK = 'https://client.example/cb';
const DOCUMENT = {
  client_id: CLIENT,
  client_name: 'Editor',
  redirect_uris: [BACK, 'http://localhost/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'none',
};

/** A real server; names are its names, because no test reaches the internet. The egress' own limits stay. */
async function serving(answer: RequestListener | object) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(String(request.url));
    if (typeof answer === 'function') return answer(request, response);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const local = createServerFetch({
    deadline: 1000,
    maxBody: 5 * 1024,
    allowLoopbackOverHttp_localOnly: true,
  });
  const provider = await startProvider({
    fetchDocument: (url, init) =>
      local(String(url).replace('https://client.example', `http://127.0.0.1:${port}`), init),
  });
  return { ...provider, requests };
}

describe('a client with a document', () => {
  test('signs in without a registration; the page says whose document it is', async () => {
    const { issuer, requests } = await serving(DOCUMENT);
    const asked = authorization(issuer, CLIENT, { redirect_uri: BACK });
    const browser = browserOf(issuer);
    const page = await browser.press(await browser.open(asked.url), 'Ada');
    for (const text of ['Editor', 'client.example', 'wants to use your MCP servers'])
      expect(page.html).toContain(text);
    expect((await browser.press(page, 'Allow')).url).toContain(`${BACK}?code=`);

    const tokens = await tokensFor(issuer, CLIENT, { redirect_uri: BACK });
    expect(claimsOf(tokens)).toMatchObject({ aud: ENDPOINT, sub: 'ada', client_id: CLIENT });
    expect(tokens).toHaveProperty('refresh_token');
    expect(requests).toEqual(['/oauth/metadata.json']);
  });

  test('may use any port of a loopback redirect URI, and is asked about each time', async () => {
    const { issuer } = await serving(DOCUMENT);
    const redirect_uri = 'http://localhost:51234/callback';
    for (let times = 0; times < 2; times += 1)
      expect(await tokensFor(issuer, CLIENT, { redirect_uri })).toHaveProperty('access_token');
  });

  const flawed: [string, RequestListener | object][] = [
    ['names another client', { ...DOCUMENT, client_id: 'https://client.example/oauth/other.json' }],
    ['names no client', { ...DOCUMENT, client_id: undefined }],
    ['has a secret', { ...DOCUMENT, client_secret: 'x' }],
    ['wants a shared secret', { ...DOCUMENT, token_endpoint_auth_method: 'client_secret_post' }],
    [
      'has a redirect URI that is not allowed',
      { ...DOCUMENT, redirect_uris: [BACK, 'http://evil.example/cb'] },
    ],
    ['has no redirect URI', { ...DOCUMENT, redirect_uris: undefined }],
    ['has a name that cannot be shown', { ...DOCUMENT, client_name: 'a\u202eb' }],
    ['is a list', [DOCUMENT]],
    ['is too large', { ...DOCUMENT, more: 'x'.repeat(6 * 1024) }],
    ['is somewhere else', (_request, response) => void response.writeHead(302, { location: '/x' }).end()],
    ['is not there', (_request, response) => void response.writeHead(404).end('{}')],
    ['is no JSON', (_request, response) => void response.end('<html>')],
    [
      'breaks off',
      (_request, response) =>
        void response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
    ],
    ['never comes', () => undefined],
  ];
  test.each(flawed)('is refused when the document %s', async (_what, answer) => {
    const { issuer } = await serving(answer);
    const page = await browserOf(issuer).open(authorization(issuer, CLIENT, { redirect_uri: BACK }).url);
    expect(page.url).toContain(issuer);
    expect(page.url).not.toContain('/interaction/');
    expect([page.status, parameter(page, 'code')]).toEqual([400, null]);
    expect(page.html).toContain('The request failed');
  });

  test.each([
    ['http', 'http://client.example/oauth/metadata.json'],
    ['no path', 'https://client.example/'],
    ['no path and no slash', 'https://client.example'],
    ['a fragment', `${CLIENT}#a`],
    ['userinfo', 'https://a@client.example/oauth/metadata.json'],
    ['a dot segment', 'https://client.example/oauth/../metadata.json'],
  ])('is not even fetched with %s in its id', async (_what, id) => {
    const { issuer, requests } = await serving({ ...DOCUMENT, client_id: id });
    const page = await browserOf(issuer).open(authorization(issuer, id, { redirect_uri: BACK }).url);
    expect([page.status, requests]).toEqual([400, []]);
  });

  test.each([
    'https://127.0.0.1/m.json',
    'https://localhost/m.json',
    'https://[::1]/m.json',
    'https://10.0.0.1/m.json',
    'https://169.254.169.254/latest/meta-data',
    'https://[::ffff:127.0.0.1]/m.json',
    'https://2130706433/m.json',
    'https://192.0.2.1:8443/m.json',
    'https://1.1.1.1:22/m.json',
  ])('is fetched from no private address or other port: %s', async (id) => {
    await expect(documentFetch()(id)).rejects.toMatchObject({ code: 'address_not_allowed' });
    const { issuer } = await startProvider();
    const page = await browserOf(issuer).open(authorization(issuer, id, { redirect_uri: BACK }).url);
    expect([page.status, page.html.includes('The request failed')]).toEqual([400, true]);
  });
});
