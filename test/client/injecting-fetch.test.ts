import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { injected, refused, TOKEN } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerOk, posted, startUpstream, toolCall } from './upstream.ts';

const BEARER = `Bearer ${TOKEN}`;
const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error as Error & { code: string },
  );

describe('what gets a token', () => {
  it('is a tools/call, with its tool and host told to the injector', async () => {
    const upstream = await startUpstream(answerOk);
    const { send, lambda } = setUpFetch(upstream);
    const response = await send(new URL(upstream.url), posted(toolCall('list_notes')));
    expect(await response.json()).toMatchObject({ result: { content: [{ text: 'done' }] } });
    expect(upstream.received[0]?.headers.authorization).toBe(BEARER);
    expect(lambda.requests[0]?.operation).toEqual({
      id: expect.any(String),
      kind: 'call',
      server: 'demo-notes',
      tool: 'list_notes',
      host: upstream.host,
    });
  });

  it.each<[string, RequestInit]>([
    ['initialize', posted({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} })],
    ['tools/list', posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' })],
    ['server/discover', posted({ jsonrpc: '2.0', id: 1, method: 'server/discover' })],
    ['a notification', posted({ jsonrpc: '2.0', method: 'notifications/initialized' })],
    ['an answer to the server', posted({ jsonrpc: '2.0', id: 7, result: { action: 'accept' } })],
    ['a batch without a call', posted([{ jsonrpc: '2.0', method: 'notifications/x' }])],
    ['a listening GET', { method: 'GET', headers: { accept: 'text/event-stream' } }],
    ['the DELETE of a session', { method: 'DELETE', headers: { 'mcp-session-id': 's' } }],
    ['a look-alike', posted({ jsonrpc: '2.0', id: 1, method: 'Tools/Call', params: { name: 'x' } })],
  ])('is not %s, unless the server wants the token there too', async (_what, init) => {
    const upstream = await startUpstream(answerOk);
    const without = setUpFetch(upstream);
    await without.send(upstream.url, init);
    expect(upstream.received[0]?.headers.authorization).toBeUndefined();
    expect(without.lambda.requests).toEqual([]);
    const wanting = setUpFetch(upstream, { discovery: true });
    await wanting.send(upstream.url, init);
    expect(upstream.received[1]?.headers.authorization).toBe(BEARER);
    expect(wanting.lambda.requests[0]?.operation).toMatchObject({ kind: 'discovery', host: upstream.host });
    expect(wanting.lambda.requests[0]?.operation).not.toHaveProperty('tool');
  });

  it('is a batch with one tools/call, and no batch with two', async () => {
    const upstream = await startUpstream(answerOk);
    const { send, lambda } = setUpFetch(upstream);
    const ping = { jsonrpc: '2.0', method: 'notifications/x' };
    await send(upstream.url, posted([ping, toolCall('one')]));
    expect(lambda.requests[0]?.operation).toMatchObject({ kind: 'call', tool: 'one' });
    expect(upstream.received[0]?.headers.authorization).toBe(BEARER);
    const error = await rejection(send(upstream.url, posted([toolCall('one'), toolCall('two', 2)])));
    expect(error.code).toBe('batch_of_calls');
    expect(lambda.requests).toHaveLength(1);
    expect(upstream.received).toHaveLength(1);
  });

  it('is told from text, bytes and Request objects alike', async () => {
    const upstream = await startUpstream(answerOk);
    const { send } = setUpFetch(upstream);
    const body = JSON.stringify(toolCall('bytes'));
    await send(upstream.url, { method: 'POST', body: new TextEncoder().encode(body) });
    await send(upstream.url, { method: 'post', body: new TextEncoder().encode(body).buffer });
    await send(new Request(upstream.url, { method: 'POST', body, headers: { 'x-kept': '1' } }));
    expect(upstream.received.map(({ headers }) => headers.authorization)).toEqual([BEARER, BEARER, BEARER]);
    expect(upstream.received[2]?.headers['x-kept']).toBe('1');
    expect(new Set(upstream.received.map((each) => each.body))).toEqual(new Set([body]));
  });

  it.each<[string, RequestInit['body']]>([
    ['text that is no JSON', 'grant_type=x'],
    ['half a message', '{"method":"tools/call","params":{"name":"x"}'],
    ['a form', new URLSearchParams({ a: 'b' })],
    ['a blob', new Blob([JSON.stringify(toolCall())])],
    ['a stream', new Blob([JSON.stringify(toolCall())]).stream()],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('is not guessed: %s is not sent', async (_what, body) => {
    const upstream = await startUpstream(answerOk);
    const { send } = setUpFetch(upstream);
    const error = await rejection(
      send(upstream.url, { method: 'POST', body, duplex: 'half' } as RequestInit),
    );
    expect(error.code).toBe('body_unreadable');
    expect(upstream.received).toEqual([]);
  });

  it.each([{}, { name: 5 }, { name: '' }, undefined])('names its tool: %j is refused', async (params) => {
    const upstream = await startUpstream(answerOk);
    const { send } = setUpFetch(upstream);
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    expect((await rejection(send(upstream.url, posted(message)))).code).toBe('tool_missing');
    expect(upstream.received).toEqual([]);
  });

  it('is what is sent, where two parsers could read the body differently', async () => {
    const upstream = await startUpstream(answerOk);
    const { send, lambda } = setUpFetch(upstream);
    const body = '{"method":"tools/call","params":{"name":"forbidden"},"params":{"name":"allowed"}}';
    await send(upstream.url, { method: 'POST', body });
    expect(lambda.requests[0]?.operation).toMatchObject({ tool: 'allowed' });
    expect(upstream.received[0]?.body).toBe('{"method":"tools/call","params":{"name":"allowed"}}');
  });

  it('T154: is substituted nowhere but in the declared places', async () => {
    const upstream = await startUpstream(answerOk);
    const { send } = setUpFetch(upstream);
    const placeholder = '{accessToken} $accessToken {{token}}';
    const message = { ...toolCall(), params: { name: 'x', arguments: { token: placeholder } } };
    await send(`${upstream.url}?q={accessToken}`, posted(message, { 'x-note': placeholder }));
    expect(upstream.received[0]?.body).toBe(JSON.stringify(message));
    expect(upstream.received[0]?.url).toBe('/mcp?q={accessToken}');
    expect(upstream.received[0]?.headers['x-note']).toBe(placeholder);
  });
});

describe('an injection is used for one request', () => {
  it('and asked for anew at the next', async () => {
    const upstream = await startUpstream(answerOk);
    const answers = ['a', 'b', 'c'].map((each) => ({
      answer: injected({ allowedHosts: [upstream.host], headers: { 'X-Token': each } }),
    }));
    const { call, send, lambda } = setUpFetch(upstream, { outcomes: answers });
    await call();
    await send(upstream.url, posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    await call();
    expect(upstream.received.map(({ headers }) => headers['x-token'])).toEqual(['a', undefined, 'b']);
    expect(new Set(lambda.ids()).size).toBe(2);
  });

  it('T134: and not after the time for which it was handed out', async () => {
    const upstream = await startUpstream(answerOk);
    const { call, system } = setUpFetch(upstream, { injection: { expiresAt: '2026-11-24T10:15:00Z' } });
    await call();
    system.advance(15 * 60_000);
    expect((await rejection(call())).code).toBe('injection_expired');
    expect(upstream.received).toHaveLength(1);
  });

  it.each(['session', 'process'] as const)(
    'T056: and not for a server that keeps it for a %s',
    async (binding) => {
      const upstream = await startUpstream(answerOk);
      const { call } = setUpFetch(upstream, { injection: { binding } });
      expect((await rejection(call())).code).toBe('wrong_binding');
      expect(upstream.received).toEqual([]);
    },
  );

  it('and not at all where the injector refuses', async () => {
    const upstream = await startUpstream(answerOk);
    const { call } = setUpFetch(upstream, { outcomes: [{ answer: refused('not_connected') }] });
    expect(await rejection(call())).toMatchObject({ code: 'not_injected', reason: 'not_connected' });
    expect(upstream.received).toEqual([]);
  });
});

describe('where a token may go', () => {
  it.each([
    'http://mcp.example.com/mcp',
    'ftp://mcp.example.com/mcp',
    'https://user:pass@mcp.example.com/mcp',
    'https://user@mcp.example.com/mcp',
    'http://127.0.0.1.example.com/mcp',
    'http://localhost.example.com/mcp',
    'http://10.0.0.1/mcp',
    'http://[::ffff:127.0.0.1]/mcp',
    '//mcp.example.com/mcp',
    '/mcp',
    'data:application/json,{}',
    'not a url',
  ])('T141: is never %s, and the injector is not asked', async (address) => {
    const { call, lambda } = setUpFetch({ url: address, host: 'mcp.example.com' });
    expect((await rejection(call())).code).toBe('address_refused');
    expect(lambda.requests).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['https://evil.example/mcp', ['mcp.example.com']],
    ['https://mcp.example.com.evil.example/mcp', ['mcp.example.com']],
    ['https://mcp.example.com./mcp', ['mcp.example.com']],
    ['https://mcp.example.com:8443/mcp', ['mcp.example.com']],
    ['https://mcp.example.com/mcp', ['mcp.example.com:8443']],
    ['https://mcp.example.com/mcp', ['mcp.example.com:80']],
    ['http://127.0.0.1:8081/mcp', ['127.0.0.1:8080']],
    ['http://127.0.0.1/mcp', ['127.0.0.1:443']],
    ['https://xn--mcp-xyz.example/mcp', ['mcp.example.com']],
    ['https://mcp.example.com@evil.example/mcp', ['mcp.example.com']],
  ])('T140 T141: is not %s when %j is allowed', async (url, allowedHosts) => {
    const sent: unknown[] = [];
    const fetch = async (...all: unknown[]) => new Response(String(sent.push(all)));
    const { call } = setUpFetch({ url, host: '' }, { injection: { allowedHosts }, fetch });
    expect(['host_not_allowed', 'address_refused']).toContain((await rejection(call())).code);
    expect(sent).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['https://mcp.example.com/mcp', ['other.example', 'mcp.example.com']],
    ['https://MCP.example.com/mcp', ['mcp.example.com']],
    ['https://mcp.example.com:443/mcp', ['mcp.example.com']],
    ['https://mcp.example.com/mcp', ['mcp.example.com:443']],
    ['https://mcp.example.com:8443/mcp', ['mcp.example.com:8443']],
    ['http://localhost/mcp', ['localhost']],
    ['http://127.1:8080/mcp', ['127.0.0.1:8080']],
    ['http://[::1]:8080/mcp', ['[::1]:8080']],
  ])('is %s when %j is allowed', async (url, allowedHosts) => {
    const sent: string[] = [];
    const fetch = async (input: unknown) => new Response(String(sent.push(String(input))));
    const { call } = setUpFetch({ url, host: '' }, { injection: { allowedHosts }, fetch });
    await call();
    expect(sent).toEqual([new URL(url).href]);
  });

  it('is the query, where the server wants it there: in place of the caller’s own, and nowhere else', async () => {
    const upstream = await startUpstream((request, response) => {
      if (request.url.includes('gone')) response.socket?.destroy();
      else answerOk(request, response, {} as never);
    });
    const injection = { headers: {}, query: { token: TOKEN } };
    const { call } = setUpFetch(upstream, { injection });
    const response = await call({}, `${upstream.url}?token=mine&a=1&token=too`);
    const sent = new URL(upstream.received[0]?.url ?? '', upstream.url);
    expect(sent.searchParams.getAll('token')).toEqual([TOKEN]);
    expect(sent.searchParams.get('a')).toBe('1');
    expect(response.url).toBe(`${upstream.url}?token=mine&a=1&token=too`);
    const error = await rejection(call({}, `${upstream.url}?gone`));
    expect(error.code).toBe('server_unreachable');
    const shown = inspect(error, { depth: 9, showHidden: true });
    for (const form of [TOKEN, encodeURIComponent(TOKEN)]) expect(shown).not.toContain(form);
  });
});

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
