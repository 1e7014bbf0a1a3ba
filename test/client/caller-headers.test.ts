/** Covers client/src/request-headers.ts, client/src/field-grammar.ts. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEARER, TOKEN } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerOk, posted, startUpstream, toolCall } from './upstream.ts';

describe('headers of the caller', () => {
  it('T148: that are its own credentials or of the connection do not travel on', async () => {
    const upstream = await startUpstream(answerOk);
    const { call } = setUpFetch(upstream, {
      injection: { headers: { 'Notion-Token': TOKEN }, removeHeaders: ['X-Gateway-Key'] },
    });
    await call({
      authorization: 'Bearer of-the-caller',
      COOKIE: 'session=1',
      Host: 'evil.example',
      'Proxy-Authorization': 'Basic x',
      'Proxy-Connection': 'keep-alive',
      'Keep-Alive': 'timeout=5',
      TE: 'trailers',
      Trailer: 'x',
      'Transfer-Encoding': 'chunked',
      Upgrade: 'h2c',
      'Content-Length': '5',
      Expect: '100-continue',
      Connection: 'close, X-Hop ,x-other',
      'X-Hop': '1',
      'X-Other': '1',
      'x-gateway-key': 'k',
      'X-Kept': '1',
      'mcp-protocol-version': '2025-11-25',
    });
    const headers = upstream.received[0]?.headers ?? {};
    expect(headers).toMatchObject({
      host: upstream.host,
      'notion-token': TOKEN,
      'x-kept': '1',
      'mcp-protocol-version': '2025-11-25',
      'content-type': 'application/json',
    });
    for (const name of 'authorization cookie proxy-authorization proxy-connection te trailer upgrade expect'.split(
      ' ',
    ))
      expect(headers).not.toHaveProperty(name);
    for (const name of ['x-hop', 'x-other', 'x-gateway-key', 'transfer-encoding'])
      expect(headers).not.toHaveProperty(name);
  });

  it('T148: do not travel on either where no token is injected', async () => {
    const upstream = await startUpstream(answerOk);
    const { send } = setUpFetch(upstream);
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    await send(upstream.url, posted(message, { Authorization: 'Bearer of-the-caller', Cookie: 'a=b' }));
    expect(upstream.received[0]?.headers).not.toHaveProperty('authorization');
    expect(upstream.received[0]?.headers).not.toHaveProperty('cookie');
  });

  it('T148: never win over what is injected, whatever their case and number', async () => {
    const upstream = await startUpstream(answerOk);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom(
              'authorization',
              'AUTHORIZATION',
              'x-mcp-secret-demo',
              'X-MCP-Secret-DEMO',
              'x-a',
            ),
            fc.constantFrom('Bearer mine', 'mine', ''),
          ),
          { maxLength: 8 },
        ),
        async (given) => {
          const injection = { headers: { Authorization: BEARER, 'X-Mcp-Secret-Demo': TOKEN } };
          const { send } = setUpFetch(upstream, { injection });
          const headers = given.map(([name, value]): [string, string] => [name, value]);
          await send(upstream.url, { method: 'POST', headers, body: JSON.stringify(toolCall()) });
          const sent = upstream.received.at(-1)?.headers ?? {};
          expect(sent.authorization).toBe(BEARER);
          expect(sent['x-mcp-secret-demo']).toBe(TOKEN);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each<[string, RequestInit['headers']]>([
    ['a line break', { 'x-a': 'b\r\nauthorization: evil' }],
    ['a line break at the end', { 'x-a': 'b\r\n' }],
    ['a line feed', [['x-a', 'b\nc']]],
    ['NUL', { 'x-a': 'b\0' }],
    ['a line break in a name', { 'x-a\r\nx-b': 'c' }],
    ['a name with a space', { 'x a': 'c' }],
    ['a character that no header holds', { 'x-a': '€' }],
  ])('T150: with %s are refused, and not quoted', async (_what, headers) => {
    const upstream = await startUpstream(answerOk);
    const { send } = setUpFetch(upstream);
    const error = await rejection(
      send(upstream.url, { method: 'POST', headers, body: JSON.stringify(toolCall()) }),
    );
    expect(error.code).toBe('header_refused');
    expect(inspect(error, { showHidden: true })).not.toContain('evil');
    expect(upstream.received).toEqual([]);
  });

  it('are told from the runtime’s own for this server, which travel with every request', async () => {
    const upstream = await startUpstream(answerOk);
    const headers = { Authorization: 'Bearer gateway', 'X-Mcp-Secret-Demo': 'wrong' };
    const injection = { headers: { 'X-Mcp-Secret-Demo': TOKEN }, removeHeaders: ['Authorization'] };
    const { send, call } = setUpFetch(upstream, { headers, injection });
    await call({ authorization: 'Bearer of-the-caller' });
    await send(upstream.url, posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    expect(upstream.received.map(({ headers: each }) => each.authorization)).toEqual([
      'Bearer gateway',
      'Bearer gateway',
    ]);
    expect(upstream.received[0]?.headers['x-mcp-secret-demo']).toBe(TOKEN);
  });
});
