/** Covers client/src/content-encoding.ts, client/src/guard-response.ts. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BEARER, injected, TOKEN } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { startUpstream } from './upstream.ts';

const text = JSON.stringify({ token: TOKEN });

describe('T151: an answer with a content encoding', () => {
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(text)],
  ])('that fetch decodes is looked through: "%s"', async (encoding, body) => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    const { call } = setUpFetch(upstream);
    expect(await (await call()).json()).toEqual({ token: '[removed]' });
  });

  it.each<[string, Buffer]>([
    ['zstd', zstdCompressSync(text)],
    ['compress', Buffer.from(text)],
    ['gzip, identity', gzipSync(text)],
    ['identity, gzip', gzipSync(text)],
    [',gzip', gzipSync(text)],
    ['gzip,', gzipSync(text)],
    ['"gzip"', gzipSync(text)],
    ['gzip;q=1', gzipSync(text)],
    ['gzip gzip', gzipSync(text)],
    ['aes128gcm', Buffer.from(text)],
  ])('that is not decoded is refused, and its body is closed: %s', async (encoding, body) => {
    for (const status of [200, 400, 500]) {
      const upstream = await startUpstream((_request, response) => {
        response.writeHead(status, { 'content-encoding': encoding }).end(body);
      });
      const { call, system } = setUpFetch(upstream);
      const error = await rejection(call());
      expect(error).toMatchObject({ name: 'ResponseRefused', code: 'undecodable', status });
      expect(error.message).not.toContain(encoding);
      expect(system.pending()).toBe(0);
    }
  });

  it.each<[string, Buffer, Record<string, string>]>([
    ['gzip without its header', gzipSync(text), {}],
    ['zstd without its header', zstdCompressSync(text), {}],
    ['gzip that the runtime’s own fetch did not decode', gzipSync(text), { 'content-encoding': 'gzip' }],
  ])('is refused if its body is still compressed: %s', async (_what, body, headers) => {
    for (const cut of [0, 1, 3]) {
      const chunks = [body.subarray(0, cut), body.subarray(cut)].map((chunk) => new Uint8Array(chunk));
      const fetch = async () => new Response(ReadableStream.from(chunks), { headers });
      const { call } = setUpFetch({ url: 'https://mcp.example.com/', host: 'mcp.example.com' }, { fetch });
      expect(await rejection((await call()).text())).toMatchObject({ code: 'undecodable' });
    }
  });

  it('for the transfer alone is refused, too', async () => {
    const body = new Uint8Array(gzipSync(text));
    const fetch = async () => new Response(body, { headers: { 'transfer-encoding': 'gzip, chunked' } });
    const { call } = setUpFetch({ url: 'https://mcp.example.com/', host: 'mcp.example.com' }, { fetch });
    expect(await rejection(call())).toMatchObject({ code: 'undecodable' });
  });
});

describe('T151: a token of an earlier attempt', () => {
  const OLD = TOKEN;
  const FRESH = `${TOKEN}-fresh`.replace('ya29', 'ya30');
  const answers = (host: string) => [
    { answer: injected({ allowedHosts: [host] }) },
    {
      answer: injected({
        allowedHosts: [host],
        generation: 2,
        headers: { Authorization: BEARER.replace(OLD, FRESH) },
      }),
    },
  ];
  const echo = (given: string[]) => JSON.stringify({ given });

  it('of the same call is removed', async () => {
    const given: string[] = [];
    const upstream = await startUpstream(({ headers }, response) => {
      given.push(String(headers.authorization));
      response.writeHead(given.length === 1 ? 401 : 200, { 'x-given': given.join() }).end(echo(given));
    });
    const { call, leaks } = setUpFetch(upstream, {
      outcomes: answers(upstream.host),
      isSafeToRepeat: () => true,
    });
    const response = await call();
    expect(response.headers.get('x-given')).toBe('Bearer [removed],Bearer [removed]');
    expect(await response.json()).toEqual({ given: ['Bearer [removed]', 'Bearer [removed]'] });
    expect(given).toEqual([BEARER, BEARER.replace(OLD, FRESH)]);
    expect(leaks.length).toBeGreaterThan(0);
  });

  it('of an earlier call of the same fetch is removed, also where the request has no token', async () => {
    const given: string[] = [];
    const upstream = await startUpstream(({ headers, method }, response) => {
      if (headers.authorization) given.push(headers.authorization);
      response.writeHead(200).end(method === 'GET' ? echo(given) : '{}');
    });
    const { call, send } = setUpFetch(upstream, { outcomes: answers(upstream.host) });
    for (let count = 0; count < 2; count++) await (await call()).text();
    expect(given).toHaveLength(2);
    const listened = await send(upstream.url, { method: 'GET' });
    expect(await listened.json()).toEqual({ given: ['Bearer [removed]', 'Bearer [removed]'] });
  });

  it('of a later call is removed from a stream that was open before', async () => {
    let say: (text: string) => void = () => undefined;
    const upstream = await startUpstream(({ method }, response) => {
      if (method !== 'GET') return void response.end('{}');
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      say = (text) => response.write(text);
    });
    const { call, send } = setUpFetch(upstream, { outcomes: answers(upstream.host) });
    const reader = ((await send(upstream.url, { method: 'GET' })).body ?? expect.unreachable()).getReader();
    await reader.read();
    for (let count = 0; count < 2; count++) await (await call()).text();
    say(`data: ${OLD} ${FRESH}\n\n`);
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('data: [removed] [removed]\n\n');
    await reader.cancel();
  });
});
