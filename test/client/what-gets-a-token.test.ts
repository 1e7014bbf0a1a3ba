/** Covers client/src/asked-for.ts, client/src/outgoing-request.ts. */
import { describe, expect, it } from 'vitest';
import { BEARER } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerOk, posted, startUpstream, toolCall } from './upstream.ts';

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

  it.each(['resources/read', 'prompts/get', 'completion/complete', 'tasks/result', 'Tools/Call'])(
    'is %s only where the server wants the token there, and then as a call that an allow-list of tools judges',
    async (method) => {
      const upstream = await startUpstream(answerOk);
      const init = posted({ jsonrpc: '2.0', id: 1, method, params: { name: 'x' } });
      const without = setUpFetch(upstream);
      await without.send(upstream.url, init);
      expect(without.lambda.requests).toEqual([]);
      const wanting = setUpFetch(upstream, { discovery: true });
      await wanting.send(upstream.url, init);
      expect(wanting.lambda.requests[0]?.operation).toMatchObject({ kind: 'call', tool: method });
    },
  );

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
