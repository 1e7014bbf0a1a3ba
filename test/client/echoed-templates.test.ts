/**
 * T151: a server that repeats the raw token, under every kind of template that a workspace's own server may have.
 * Covers client/src/injected-secrets.ts, client/src/with-injected-env.ts, src/broker/inject/render-placements.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { injectingFetch, withInjectedEnv } from '../../client/src/index.ts';
import { renderPlacements } from '../../src/broker/inject/render-placements.ts';
import { Placement } from '../../src/contract/servers/server-registration.ts';
import { Secret } from '../../src/vault/secret.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerJson, posted, startUpstream, toolCall } from './upstream.ts';
import { registerServer, startConnectedRuntimes, type WorldRuntime } from './world-runtime.ts';

type World = Parameters<typeof registerServer>[0];
let world: World;
let ada: WorldRuntime;
let close: () => Promise<void>;
let token: string;
beforeAll(async () => {
  ({ world, ada, close } = await startConnectedRuntimes());
  const operation = { kind: 'call', server: 'demo-notes', tool: 'list_notes' } as const;
  const { headers } = await ada.injector.inject({ workspaceId: 'acme', operation });
  token = headers.Authorization?.replace('Bearer ', '') ?? '';
});
afterAll(() => close());

const base64 = (text: string) => Buffer.from(text).toString('base64');
let number = 0;

interface Echo {
  raw: string;
  within: string;
  headers: Record<string, string>;
}

const IN_HEADERS: [what: string, placement: object][] = [
  [
    'Basic with the token as user',
    { name: 'Authorization', value: '{accessToken}:', encode: 'base64', prefix: 'Basic ' },
  ],
  [
    'Basic with the token as user, and a password',
    { name: 'Authorization', value: '{accessToken}:x-oauth-basic', encode: 'base64', prefix: 'Basic ' },
  ],
  [
    'Basic with the token as password',
    { name: 'Authorization', value: 'x:{accessToken}', encode: 'base64', prefix: 'Basic ' },
  ],
  ['Bearer with a parameter', { name: 'Authorization', value: 'Bearer {accessToken};v=1' }],
  ['OAuth with parameters', { name: 'Authorization', value: 'OAuth oauth_token="{accessToken}", realm="x"' }],
  ['a cookie-like value', { name: 'X-Session', value: 'session={accessToken}; path=/' }],
  ['a value before another', { name: 'X-Api-Key', value: '{accessToken}:{clientId}' }],
  ['JSON', { name: 'X-Auth-Data', value: { json: { authorization: 'Bearer {accessToken}' } } }],
  ['JSON behind a prefix', { name: 'X-Auth-Data', value: { json: { a: '{accessToken}' } }, prefix: 'v1 ' }],
  ['nested JSON', { name: 'X-Auth-Data', value: '{"a":{"token":"{accessToken}"}}' }],
  ['base64 of nested JSON', { name: 'X-A', value: '{"a":["{accessToken}"]}', encode: 'base64' }],
];

const IN_VARIABLES: [what: string, placement: object][] = [
  ['a URL with the token as user', { name: 'REPO_URL', value: 'https://{accessToken}@acme.example/' }],
  [
    'a URL with the token as user, and a password',
    { name: 'REPO_URL', value: 'https://{accessToken}:x-oauth-basic@acme.example/' },
  ],
  ['a URL with the token in its path', { name: 'API_URL', value: 'https://acme.example/bot{accessToken}/' }],
  ['a URL with the token in its fragment', { name: 'API_URL', value: 'https://acme.example/#{accessToken}' }],
  ['base64 of a URL', { name: 'REPO_KEY', value: 'https://{accessToken}@acme.example/', encode: 'base64' }],
  ['a form', { name: 'SERVICE_URL', value: 'token={accessToken}&v=1' }],
  ['nested JSON', { name: 'MY_CREDENTIALS', value: '{"a":{"token":"{accessToken}"}}' }],
  ['a JSON list', { name: 'MY_CREDENTIALS', value: '["{accessToken}","b"]' }],
  ['lines of fields', { name: 'MY_HEADERS', value: 'Authorization: Bearer {accessToken}, X-A' }],
  ['a path', { name: 'MY_KEY', value: 'user/{accessToken}' }],
];

describe('T151: an echoing server', () => {
  it.each(IN_HEADERS)(
    'that gets the token as %s has it taken out of its answer',
    async (_what, placement) => {
      const upstream = await startUpstream(({ headers }, response) =>
        answerJson(response, { raw: token, within: base64(`ab${token}`), headers }),
      );
      const server = `own-echo-${++number}`;
      const placements = [{ in: 'header', ...placement }];
      await registerServer(world, 'acme', server, { url: upstream.url, placements, binding: 'request' });
      const leaks: unknown[] = [];
      const onLeak = (leak: unknown) => leaks.push(leak);
      const fetch = injectingFetch({ injector: ada.injector, workspaceId: 'acme', server, onLeak });
      const response = await fetch(upstream.url, posted(toolCall()));
      const { raw, within, headers } = (await response.json()) as Echo;
      const sent = JSON.stringify(upstream.received[0]?.headers);
      const carrier = Object.values(headers).filter((value) => value.includes('[removed]'));
      expect(raw).toBe('[removed]');
      expect(within).toContain('[removed]');
      expect(carrier).toHaveLength(1);
      expect(JSON.stringify(headers)).not.toBe(sent);
      expect(leaks).toEqual([{ server }]);
    },
  );

  it.each(IN_VARIABLES)(
    'that is spawned with %s has it taken out of its result',
    async (_what, placement) => {
      const server = `own-echo-${++number}`;
      const placements = [{ in: 'env', ...placement }];
      await registerServer(world, 'acme', server, { placements, binding: 'process' });
      const options = { injector: ada.injector, workspaceId: 'acme', server, tool: 'list_notes' };
      let sent = '';
      const result = await withInjectedEnv(options, async (env) => {
        sent = Object.values(env).join('\n');
        return { raw: `you sent ${token} ok`, sent };
      });
      expect(sent.includes(token) || isWithin(sent)).toBe(true);
      expect(result.raw).toBe('you sent [removed] ok');
      expect(result.sent).toContain('[removed]');
    },
  );

  /** A guess would take each of these for an address, a host, a mail address or a date. */
  it.each(['abcdefghijkl.mnopqrstuv', 'key@abcdefgh.io', '2026-01-01T00:00:00Z', 'https://abc/defghijkl'])(
    'that gets %s, which looks public, has it taken out of its answer',
    async (key) => {
      const upstream = await startUpstream((_request, response) => answerJson(response, { raw: key }));
      const placement = Placement.parse({ in: 'header', name: 'X-Api-Key', value: '{accessToken}' });
      const injection = renderPlacements([placement], new Secret(key));
      const { call } = setUpFetch(upstream, { injection });
      expect(await (await call()).json()).toEqual({ raw: '[removed]' });
    },
  );

  it('is not robbed of what is injected beside the token', async () => {
    const upstream = await startUpstream(({ headers }, response) => answerJson(response, { headers }));
    const placements = [
      { in: 'header', name: 'X-Api-Key', value: '{accessToken}' },
      { in: 'header', name: 'X-Auth-Version', value: 'version-2026-of-acme' },
    ];
    await registerServer(world, 'acme', 'own-beside', { url: upstream.url, placements, binding: 'request' });
    const fetch = injectingFetch({ injector: ada.injector, workspaceId: 'acme', server: 'own-beside' });
    const response = await fetch(upstream.url, posted(toolCall()));
    const { headers } = (await response.json()) as Echo;
    expect(headers).toMatchObject({ 'x-api-key': '[removed]', 'x-auth-version': 'version-2026-of-acme' });
  });
});

/** Whether the token stands in a base64 text of the variables. */
function isWithin(sent: string): boolean {
  return sent.split('\n').some((value) => Buffer.from(value, 'base64').toString().includes(token));
}
