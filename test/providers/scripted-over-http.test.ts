/**
 * A scripted provider on a loopback port, as a browser and a client of HTTP see it.
 * Covers local/scripted-providers/http-listener.ts, local/scripted-providers/provider-handler.ts,
 * local/scripted-providers/run-provider.ts.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { httpListenerOf, urlAtListener } from '../../local/scripted-providers/http-listener.ts';
import { handlerOf } from '../../local/scripted-providers/provider-handler.ts';
import { box } from '../../local/scripted-providers/providers/box.ts';
import { runProvider } from '../../local/scripted-providers/run-provider.ts';

const CLIENT = { clientId: 'laptop', clientSecret: 'secret', redirectUri: 'http://127.0.0.1:1/callback' };
let server: LoopbackServer;
let violations: string[];

beforeEach(async () => {
  violations = [];
  const running = runProvider(box, CLIENT);
  const listener = httpListenerOf(handlerOf(running, (violation) => violations.push(violation)));
  server = await listenOnLoopback(0, () => listener);
});
afterEach(() => server.close());

const at = (url: string) => urlAtListener(server.origin, url);
const authorization = new URL('https://account.box.com/api/oauth2/authorize');
authorization.search = `${new URLSearchParams({
  response_type: 'code',
  client_id: CLIENT.clientId,
  redirect_uri: CLIENT.redirectUri,
  scope: 'root_readonly',
  state: 's'.repeat(22),
})}`;

async function askTokens(code: string, clientSecret = CLIENT.clientSecret): Promise<Response> {
  const client = { client_id: CLIENT.clientId, client_secret: clientSecret };
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, ...client });
  return fetch(at('https://api.box.com/oauth2/token'), { method: 'POST', body });
}

async function consent(): Promise<URL> {
  const response = await fetch(at(authorization.href), { redirect: 'manual' });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

it('sends the browser back with a code, which brings tokens that the API takes', async () => {
  const callback = await consent();
  expect(callback.origin + callback.pathname).toBe(CLIENT.redirectUri);
  expect(callback.searchParams.get('state')).toBe('s'.repeat(22));
  const response = await askTokens(callback.searchParams.get('code') ?? '');
  expect(response.headers.get('content-type')).toBe('application/json');
  const { access_token } = (await response.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const account = await fetch(at('https://api.box.com/2.0/users/me'), { headers });
  expect(await account.json()).toMatchObject({ login: 'ann@box.example' });
  expect(violations).toEqual([]);
});

it('refuses a wrong secret in the words of the provider', async () => {
  const code = (await consent()).searchParams.get('code') ?? '';
  const response = await askTokens(code, 'another');
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: 'invalid_client' });
});

it('names each request that the provider does not document, without its secrets', async () => {
  const response = await fetch(at('https://api.box.com/oauth2/tokens?client_secret=hush'), {
    method: 'POST',
  });
  expect(response.status).toBe(599);
  expect(violations).toEqual([
    'POST api.box.com/oauth2/tokens: not as documented: POST api.box.com/oauth2/tokens',
  ]);
});
