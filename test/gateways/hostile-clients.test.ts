/**
 * What a hostile MCP client sends through a real gateway: its own credentials, other paths, other methods.
 * Covers client/src/door/configure/plan.ts, client/src/door/serve/answer-gateway.ts.
 */
import { Agent } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CURRENT, callOf, jwt } from '../door/set-up-door.ts';
import { absenceOf, GATEWAYS_HERE } from './programs.ts';
import { type Scene, send, sendOverH2, sendRaw, setUpScene } from './set-up-question.ts';

const ADA = jwt({ sub: 'ada' });
const BODY = callOf('allowed');
const MCP = ['MCP-Protocol-Version: 2026-07-28', 'Mcp-Method: tools/call', 'Mcp-Name: allowed'];
const usual = (host: string, path = '/mcp/notes', method = 'POST') => [
  `${method} ${path} HTTP/1.1`,
  `Host: ${host}`,
  `Authorization: Bearer ${ADA}`,
  'Content-Type: application/json',
  ...MCP,
];
const withBody = (...lines: string[]) => [...lines, `Content-Length: ${Buffer.byteLength(BODY)}`];
const chunked = (trailers: string[]) =>
  `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n${trailers.map((each) => `${each}\r\n`).join('')}\r\n`;

const SMUGGLED: [string, string[]][] = [
  ['itself', ['X-Api-Token: smuggled']],
  ['in other case', ['x-api-token: smuggled', 'X-API-TOKEN: smuggled']],
  ['with _ for -', ['X_Api_Token: smuggled', 'x-api_token: smuggled', 'X_API-TOKEN: smuggled']],
  ['twice', ['X-Api-Token: smuggled', 'X-Api-Token: smuggled2']],
  [
    'named in Connection',
    ['Connection: X-Api-Token, Authorization, X-Connections-Answer', 'X-Api-Token: smuggled'],
  ],
  ['named in Connection alone', ['Connection: X-Api-Token, X-Connections-Door, Authorization']],
  ['with a blank before the colon', ['X-Api-Token : smuggled']],
  ['on a folded line', ['X-Other: a', ' X-Api-Token: folded', 'X-Api-Token:', ' smuggled']],
  ['empty', ['X-Api-Token:']],
  [
    'as an answer of the door',
    ['X-Connections-Answer: 1', 'X-Connections-Refusal: smuggled', 'X-Connections-Door: smuggled'],
  ],
  ['as another caller', [`X-Connections-Caller: Bearer ${jwt({ sub: 'smuggled' })}`]],
  [
    'with cookies and proxies',
    ['Cookie: smuggled=1', 'Proxy-Authorization: smuggled', 'X-Old-Token: smuggled'],
  ],
  ['with another method', ['X-HTTP-Method-Override: smuggled', 'X-Forwarded-Method: HEAD']],
  ['with a second JWT', [`Authorization: Bearer ${jwt({ sub: 'smuggled' })}`]],
  ['with an upgrade', ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: key']],
  ['to h2c', ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk']],
  ['as a page', ['Origin: https://attacker.example', 'Sec-Fetch-Mode: cors']],
];

describe.each(GATEWAYS_HERE)('%s', (gateway) => {
  describe.skipIf(absenceOf(gateway) !== undefined).each(['X-Api-Token', 'Authorization'])(
    'with the token in %s',
    (header) => {
      let scene: Scene;
      let host: string;
      beforeAll(async () => {
        scene = await setUpScene(gateway, { header });
        host = new URL(scene.gateway.url).host;
      });
      afterAll(() => scene?.close());
      beforeEach(() => {
        scene.upstream.received.length = 0;
        scene.lambda.requests.length = 0;
      });

      /** Every request that arrived has Ada's token once, and nothing of the client's. */
      function expectOurs(): void {
        const { received } = scene.upstream;
        const token = header === 'Authorization' ? 'Bearer token-of-ada' : 'token-of-ada';
        expect(scene.upstream.values(header)).toEqual(received.map(() => token));
        const arrived = JSON.stringify(received);
        expect(arrived).not.toContain('smuggled');
        expect(arrived).not.toContain(ADA);
        expect(arrived).not.toMatch(/x-connections-(?!workspace)/i);
        if (header !== 'Authorization') expect(scene.upstream.values('Authorization')).toEqual([]);
      }

      it('T206: gives Ada’s token to an ordinary call', async () => {
        const answer = await sendRaw(scene.gateway, withBody(...usual(host), 'Connection: close'), BODY);
        expect(answer).toMatch(/^HTTP\/1\.1 200 /);
        expect(answer).toContain('token-of-ada');
        expect(scene.upstream.received).toHaveLength(1);
        expectOurs();
      });

      it.each(SMUGGLED)('T206 T207: drops the header %s', async (_how, lines) => {
        const own = lines.map((line) => line.replace(/x-api-token/gi, (name) => likeCase(header, name)));
        const named = own.map((line) => line.replace(/^Connection: (?!Upgrade)/, 'Connection: close, '));
        const all = named.some((line) => line.startsWith('Connection:'))
          ? named
          : [...named, 'Connection: close'];
        // An upgrade that is refused leaves the connection open, so a last request ends it.
        const last = `GET /nothing HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
        await sendRaw(scene.gateway, withBody(...usual(host), ...all), `${BODY}${last}`);
        expectOurs();
      });

      it('T206 T207: drops the header in trailers', async () => {
        const how = ['Connection: close', 'Transfer-Encoding: chunked', `Trailer: ${header}`];
        await sendRaw(
          scene.gateway,
          [...usual(host), ...how],
          chunked([`${header}: smuggled`, 'Authorization: smuggled']),
        );
        await sendRaw(
          scene.gateway,
          [...usual(host, '/mcp/notes', 'DELETE'), ...how],
          chunked([`${header}: smuggled`]),
        );
        expectOurs();
      });

      it.each([
        ['GET', 'HTTP/1.1', 'length'],
        ['GET', 'HTTP/1.0', 'length'],
        ['GET', 'HTTP/1.1', 'chunks'],
        ['GET', 'HTTP/1.1', 'trailers'],
        ['DELETE', 'HTTP/1.1', 'length'],
        ['DELETE', 'HTTP/1.1', 'chunks'],
        ['DELETE', 'HTTP/1.1', 'trailers'],
      ])('T204 T206: passes no body of a %s in %s with %s on', async (method, version, how) => {
        const lines = [
          `${method} /mcp/notes ${version}`,
          ...usual(host).slice(1, 4),
          'Connection: close',
          ...(how === 'length' ? [`Content-Length: ${BODY.length}`] : ['Transfer-Encoding: chunked']),
          ...(how === 'trailers' ? [`Trailer: ${header}`] : []),
        ];
        const sent = { length: BODY, chunks: chunked([]), trailers: `0\r\n${header}: smuggled\r\n\r\n` }[how];
        await sendRaw(scene.gateway, lines, sent);
        expect(bodiesArrived()).toEqual([]);
        expectOurs();
      });

      it.each(['GET', 'DELETE', 'POST'])(
        'T206: drops trailers of a %s in HTTP/2 without TLS',
        async (method) => {
          await sendOverH2(scene.gateway, method, {
            headers: { authorization: `Bearer ${ADA}`, 'content-type': 'application/json' },
            body: BODY,
            trailers: { [header]: 'smuggled', 'x-connections-answer': 'smuggled' },
          });
          if (method !== 'POST') expect(bodiesArrived()).toEqual([]);
          expectOurs();
        },
      );

      /** Of requests that are no POST. */
      const bodiesArrived = () =>
        scene.upstream.received.filter(
          ({ method, headers }) =>
            method !== 'POST' &&
            headers.some(
              ([name, value]) => /^(content-length|transfer-encoding)$/i.test(name) && value !== '0',
            ),
        );

      it.each([
        '/mcp/notes/../notes',
        '/mcp/other/../notes',
        '/mcp/notes/',
        '/mcp//notes',
        '//mcp/notes',
        '/mcp/%6eotes',
        '/mcp/notes%2f..%2fother',
        '/mcp/notes;x=/authorize/other',
        '/mcp/notes?x=/authorize/other',
        '/mcp/notes#/authorize/other',
        '/mcp\\notes',
        '/mcp/notes/..;/other',
        '/authorize/other',
        '/connections-door/notes',
        '/refusals/00000000000000000000000000000000',
        'http://other.example/mcp/notes',
      ])('T205: asks for its own server alone and calls its own address alone: %s', async (path) => {
        const elsewhere = [
          'X-Forwarded-Uri: /authorize/other',
          'X-Original-URL: /other',
          'X-Rewrite-URL: /other',
        ];
        await sendRaw(scene.gateway, withBody(...usual(host, path), ...elsewhere, 'Connection: close'), BODY);
        for (const { operation } of scene.lambda.requests)
          expect(operation).toMatchObject({ server: 'notes' });
        for (const { url } of scene.upstream.received) expect(url).toBe('/mcp');
        for (const name of ['X-Original-URL', 'X-Rewrite-URL'])
          expect(scene.upstream.values(name)).toEqual([]);
        expectOurs();
      });

      it.each(['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'TRACE', 'PROPFIND'])(
        'T209: spends nothing for %s',
        async (method) => {
          const { status } = await send(scene.gateway, {
            method,
            headers: { authorization: `Bearer ${ADA}` },
          });
          expect(status).toBeGreaterThanOrEqual(400);
          expect([scene.lambda.requests, scene.upstream.received]).toEqual([[], []]);
        },
      );

      it('T209: gives each of two people their own token on one connection', async () => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        onTestFinished(() => agent.destroy());
        const people = Array.from({ length: 1000 }, (_, index) => (index % 2 ? 'ada' : 'bob'));
        const headersOf = (sub: string) => ({
          authorization: `Bearer ${jwt({ sub })}`,
          'content-type': 'application/json',
          ...CURRENT,
          'mcp-method': 'tools/call',
          'mcp-name': 'allowed',
        });
        const answers = await Promise.all(
          people.map((sub) => send(scene.gateway, { agent, headers: headersOf(sub), body: BODY })),
        );
        const bearer = header === 'Authorization' ? 'Bearer ' : '';
        expect(answers.map(({ body }) => JSON.parse(body).token)).toEqual(
          people.map((sub) => `${bearer}token-of-${sub}`),
        );
        expect(new Set(scene.lambda.ids()).size).toBe(1000);
        expect(scene.upstream.received).toHaveLength(1000);
      });

      it('T204: gives no token where headers and body disagree, if it sends the body', async () => {
        const headers = {
          ...CURRENT,
          'mcp-method': 'tools/call',
          'mcp-name': 'allowed',
          authorization: `Bearer ${ADA}`,
        };
        for (const body of [callOf('forbidden'), `[${BODY}]`, BODY.replace('{', '{"method":"tools/list",')]) {
          await send(scene.gateway, { headers: { ...headers, 'content-type': 'application/json' }, body });
          if (gateway === 'haproxy' || gateway === 'envoy') expect(scene.lambda.requests).toEqual([]);
          // Of these the server is known to compare them, which is why configure demands a probe.
          else
            for (const { operation } of scene.lambda.requests)
              expect(operation).toMatchObject({ tool: 'allowed' });
        }
      });

      it('T204: cuts no body', async () => {
        const body = `${BODY}${' '.repeat(3 * 1024 * 1024)}${callOf('forbidden')}`;
        const headers = { authorization: `Bearer ${ADA}`, 'content-type': 'application/json' };
        await send(scene.gateway, { headers, body }).catch(() => undefined);
        if (gateway === 'haproxy' || gateway === 'envoy')
          expect([scene.lambda.requests, scene.upstream.received]).toEqual([[], []]);
      });
    },
  );
});

/** The wanted name in the case of another one. */
function likeCase(wanted: string, like: string): string {
  if (like === 'X-Api-Token') return wanted;
  return like === like.toUpperCase() ? wanted.toUpperCase() : wanted.toLowerCase();
}
