/** Covers client/src/guarded-body.ts, client/src/deadline.ts. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { TOKEN } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { posted, SSE, startUpstream, toolCall } from './upstream.ts';

describe('T153: an answer', () => {
  it('without an end is cut at the cap, as an error, and the connection with it', async () => {
    let isClosed: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const pour = () => {
        do poured += 16_384;
        while (response.writable && response.write('x'.repeat(16_384)));
      };
      response.on('drain', pour).on('close', isClosed);
      pour();
    });
    let poured = 0;
    const { call, system } = setUpFetch(upstream, { maxResponseBytes: 100_000 });
    const response = await call();
    expect(await rejection(response.text())).toMatchObject({ name: 'ResponseRefused', code: 'too_large' });
    await closed;
    expect(system.pending()).toBe(0);
    // What sockets hold comes on top.
    expect(poured).toBeLessThan(100_000 + 30_000_000);
  });

  it('that is given up on before it is read ends as an error, and does not wait for ever', async () => {
    const upstream = await startUpstream((_request, response) => void response.end('{}'));
    const caller = new AbortController();
    let isCancelled = false;
    const body = new ReadableStream({
      cancel: () => {
        isCancelled = true;
      },
    });
    const late: typeof fetch = async () => {
      caller.abort(new Error('given up'));
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    };
    const { send, system } = setUpFetch(upstream, { fetch: late });
    const answered = send(upstream.url, { ...posted(toolCall()), signal: caller.signal });
    const read = answered.then((response) => response.text());
    expect((await rejection(read)).message).toBe('given up');
    await vi.waitFor(() => expect(isCancelled).toBe(true));
    expect(system.pending()).toBe(0);
  });

  it('that is there at once is searched in slices, between which other work has its turn', async () => {
    const body = `"${'x y '.repeat(100_000)}"`;
    const whole: typeof fetch = async () =>
      new Response(body, { headers: { 'content-type': 'application/json' } });
    const { call } = setUpFetch(
      { url: 'https://mcp.example.com/', host: 'mcp.example.com' },
      { fetch: whole },
    );
    let turns = 0;
    let isRead = false;
    const countTurns = () => {
      turns += 1;
      if (!isRead) setImmediate(countTurns);
    };
    setImmediate(countTurns);
    expect(await (await call()).text()).toBe(body);
    isRead = true;
    // 400 kB in slices of 16 kB.
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  it('up to the cap passes', async () => {
    const upstream = await startUpstream((_request, response) => void response.end('x'.repeat(100_000)));
    const { call, system } = setUpFetch(upstream, { maxResponseBytes: 100_000 });
    expect(await (await call()).text()).toHaveLength(100_000);
    expect(system.pending()).toBe(0);
  });

  it.each(['application/json', 'text/event-stream'])(
    'that drips is cut at the deadline: %s',
    async (type) => {
      let isClosed: () => void = () => undefined;
      const closed = new Promise<void>((resolve) => {
        isClosed = resolve;
      });
      const upstream = await startUpstream((_request, response) => {
        response.writeHead(200, { 'content-type': type }).write('data: 1\n\n');
        response.on('close', isClosed);
      });
      const { call, system } = setUpFetch(upstream, { responseTimeout: 60_000 });
      const read = rejection(call().then((response) => response.text()));
      await vi.waitFor(() => expect(upstream.received).toHaveLength(1));
      system.advance(59_999);
      expect(system.pending()).toBe(1);
      system.advance(1);
      expect(await read).toMatchObject({ code: 'too_slow' });
      await closed;
      expect(system.pending()).toBe(0);
    },
  );

  it('that does not even begin is cut at the deadline', async () => {
    const upstream = await startUpstream(() => system.advance(5 * 60_000));
    const { call, system } = setUpFetch(upstream);
    expect(await rejection(call())).toMatchObject({ code: 'too_slow' });
  });

  it('is cut also where fetch does not heed signals', async () => {
    const fetch = async () => new Response(new ReadableStream({}), { headers: SSE });
    const { call, system } = setUpFetch(
      { url: 'https://mcp.example.com/', host: 'mcp.example.com' },
      { fetch },
    );
    const text = rejection(call().then((response) => response.text()));
    await vi.waitFor(() => expect(system.pending()).toBe(1));
    system.advance(5 * 60_000);
    expect(await text).toMatchObject({ code: 'too_slow' });
  });

  it('to the listening GET just ends, for the transport to listen anew', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, SSE).write('data: 1\n\n');
    });
    const { send, system } = setUpFetch(upstream);
    const response = await send(upstream.url, { method: 'GET' });
    const reader = (response.body ?? expect.unreachable()).getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('data: 1\n\n');
    system.advance(5 * 60_000);
    expect(await reader.read()).toMatchObject({ done: true });
  });

  it('that breaks off is an error without details of the request', async () => {
    const server = createTcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
        setImmediate(() => socket.destroy());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { call, system } = setUpFetch(
      { url: `http://${host}/mcp`, host },
      { injection: { query: { token: TOKEN } } },
    );
    const error = await rejection((await call()).text());
    expect(error).toMatchObject({ name: 'ServerUnreachable' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(encodeURIComponent(TOKEN));
    expect(system.pending()).toBe(0);
  });

  it('that nobody can give is told by its code', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    const { call } = setUpFetch({ url: `http://${host}/`, host });
    expect(await rejection(call())).toMatchObject({ code: 'server_unreachable', system: 'ECONNREFUSED' });
  });

  it('of a status without a body has none', async () => {
    const upstream = await startUpstream((_request, response) => void response.writeHead(202).end());
    const { send, system } = setUpFetch(upstream);
    const response = await send(upstream.url, posted({ jsonrpc: '2.0', method: 'notifications/x' }));
    expect([response.status, await response.text()]).toEqual([202, '']);
    expect(system.pending()).toBe(0);
  });

  it('ends when the transport does not want it any more', async () => {
    let isClosed: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, SSE).write('data: 1\n\n');
      response.on('close', isClosed);
    });
    const { send, system } = setUpFetch(upstream);
    const controller = new AbortController();
    const response = await send(upstream.url, { method: 'GET', signal: controller.signal });
    const text = rejection(response.text());
    controller.abort(new Error('enough'));
    expect((await text).message).toBe('enough');
    await closed;
    expect(system.pending()).toBe(0);
  });
});
