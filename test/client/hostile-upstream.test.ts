import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TOKEN } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerJson, answerOk, posted, startUpstream } from './upstream.ts';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error as Error & { code: string },
  );
const SSE = { 'content-type': 'text/event-stream' };

describe('T147: a redirect', () => {
  describe.each([301, 302, 303, 307, 308])('%i', (status) => {
    it('to another host is not followed, whatever header holds the token', async () => {
      const elsewhere = await startUpstream(answerOk);
      const upstream = await startUpstream((_request, response) => {
        response.writeHead(status, { location: `${elsewhere.url}?${TOKEN}` }).end('moved');
      });
      const { call } = setUpFetch(upstream, { injection: { headers: { 'X-Mcp-Secret-DEMO': TOKEN } } });
      const error = await rejection(call());
      expect(error).toMatchObject({ name: 'ResponseRefused', code: 'redirect', status });
      expect(inspect(error, { showHidden: true })).not.toContain(TOKEN);
      expect(elsewhere.received).toEqual([]);
    });

    it('on the same host is not followed either', async () => {
      const upstream = await startUpstream((request, response, raw) => {
        if (request.url === '/mcp') response.writeHead(status, { location: '/other' }).end();
        else answerOk(request, response, raw);
      });
      const { call } = setUpFetch(upstream);
      expect(await rejection(call())).toMatchObject({ code: 'redirect' });
      expect(upstream.received.map(({ url }) => url)).toEqual(['/mcp']);
    });
  });

  it('with a body that never ends is not read, and its connection is given back', async () => {
    let isCancelled = false;
    const body = new ReadableStream({
      cancel() {
        isCancelled = true;
      },
    });
    const fetch = async () => new Response(body, { status: 307, headers: { location: '/x' } });
    const { call, system } = setUpFetch(
      { url: 'https://mcp.example.com/', host: 'mcp.example.com' },
      { fetch },
    );
    expect(await rejection(call())).toMatchObject({ code: 'redirect' });
    expect(isCancelled).toBe(true);
    expect(system.pending()).toBe(0);
  });

  it('that fetch has hidden is one too', async () => {
    const fetch = async () => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    const { call } = setUpFetch({ url: 'https://mcp.example.com/', host: 'mcp.example.com' }, { fetch });
    expect(await rejection(call())).toMatchObject({ code: 'redirect' });
  });

  it('is asked of fetch not to be followed, with and without a token', async () => {
    const asked: (RequestInit | undefined)[] = [];
    const fetch = async (_input: unknown, init?: RequestInit) => new Response(String(asked.push(init)));
    const { call, send } = setUpFetch(
      { url: 'https://mcp.example.com/', host: 'mcp.example.com' },
      { fetch },
    );
    await call();
    await send('https://mcp.example.com/', { method: 'GET', redirect: 'follow' });
    expect(asked.map((init) => init?.redirect)).toEqual(['manual', 'manual']);
  });
});

describe('T152: response headers', () => {
  it('that would make a session of cookies or a sign-in at the server are dropped; the others stay', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, {
        'set-cookie': ['a=1; HttpOnly', 'b=2'],
        'www-authenticate': 'Bearer resource_metadata="https://evil.example/"',
        'proxy-authenticate': 'Basic',
        'proxy-authentication-info': 'x',
        'authentication-info': 'x',
        'clear-site-data': '"*"',
        'keep-alive': 'timeout=5',
        trailer: 'x-t',
        'content-type': 'application/json',
        'mcp-session-id': 'session-1',
        'x-kept': '1',
      });
      response.end('{}');
    });
    const { call } = setUpFetch(upstream);
    const response = await call();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'mcp-session-id': 'session-1',
      'x-kept': '1',
    });
    const names = [...response.headers.keys()].filter((name) => name !== 'date');
    expect(names.sort()).toEqual(['content-type', 'mcp-session-id', 'x-kept']);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('that describe bytes which fetch has decoded are dropped, and the decoded body is whole', async () => {
    const { gzipSync } = await import('node:zlib');
    const upstream = await startUpstream((_request, response) => {
      const body = gzipSync(JSON.stringify({ a: 'x'.repeat(5000), token: TOKEN }));
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    });
    const { call, leaks } = setUpFetch(upstream);
    const response = await call();
    expect(response.headers.has('content-encoding')).toBe(false);
    expect(await response.json()).toEqual({ a: 'x'.repeat(5000), token: '[removed]' });
    expect(leaks).toEqual([{ server: 'demo-notes' }]);
  });
});

describe('T151: an answer that repeats the token', () => {
  it('in headers and status is scrubbed, and told without it', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(400, `no ${TOKEN}`, {
        'x-echo': `Bearer ${TOKEN} and ${Buffer.from(TOKEN).toString('base64')}`,
      });
      response.end();
    });
    const { call, leaks } = setUpFetch(upstream);
    const response = await call();
    expect(response.statusText).toBe('no [removed]');
    expect(response.headers.get('x-echo')).toBe('Bearer [removed] and [removed]k=');
    expect(JSON.stringify([...response.headers])).not.toContain(TOKEN);
    expect(leaks).toEqual([{ server: 'demo-notes' }]);
    expect(JSON.stringify(leaks)).not.toContain(TOKEN);
  });

  it('in the name of a header loses that header', async () => {
    const token = 'AbCdEfGhIjKlMnOp123';
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { [`X-${token}`]: '1' }).end();
    });
    const { call, leaks } = setUpFetch(upstream, {
      injection: { headers: { Authorization: `Bearer ${token}` } },
    });
    expect([...(await call()).headers.keys()].join()).not.toContain(token.toLowerCase());
    expect(leaks).toHaveLength(1);
  });

  it('as an event stream is scrubbed however it is cut', async () => {
    const event = `event: message\ndata: {"text":"Bearer ${TOKEN} end"}\n\n`;
    const bytes = Buffer.from(event);
    for (let cut = 1; cut < bytes.length; cut++) {
      const fetch = async () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(bytes.subarray(0, cut));
              controller.enqueue(bytes.subarray(cut));
              controller.close();
            },
          }),
          { headers: SSE },
        );
      const { call } = setUpFetch({ url: 'https://mcp.example.com/', host: 'mcp.example.com' }, { fetch });
      expect(await (await call()).text()).toBe('event: message\ndata: {"text":"Bearer [removed] end"}\n\n');
    }
  });

  it('byte by byte over the network is scrubbed', async () => {
    const upstream = await startUpstream(async (_request, response) => {
      response.writeHead(200, SSE);
      for (const byte of Buffer.from(`data: ${TOKEN}\n\n`)) {
        response.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      response.end();
    });
    const { call } = setUpFetch(upstream);
    expect(await (await call()).text()).toBe('data: [removed]\n\n');
  });

  it('does not keep events waiting: each arrives before the next is sent', async () => {
    let sendNext: (text: string) => void = () => undefined;
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, SSE).flushHeaders();
      sendNext = (text) => response.write(text);
    });
    const { call } = setUpFetch(upstream);
    const reader = ((await call()).body ?? expect.unreachable()).getReader();
    for (const event of ['data: 1\n\n', `data: ${TOKEN}\n\n`, 'data: 3\n\n']) {
      sendNext(event);
      const { value } = await reader.read();
      expect(Buffer.from(value ?? []).toString()).toBe(event.replace(TOKEN, '[removed]'));
    }
    await reader.cancel();
  });

  it('leaves companions of the token alone, which answers repeat rightly', async () => {
    const body = {
      version: '2025-09-03',
      cloud: '11223344-a1b2-3344-5566-77889900aabb',
      at: 'acme.my.salesforce.com',
    };
    const upstream = await startUpstream((_request, response) => answerJson(response, { ...body, TOKEN }));
    const { call, leaks } = setUpFetch(upstream, {
      injection: {
        headers: {
          Authorization: `Bearer ${TOKEN}`,
          'Notion-Version': body.version,
          'X-Atlassian-Cloud-Id': body.cloud,
          'X-Mcp-Secret-SALESFORCE-INSTANCE-URL': `https://${body.at}`,
        },
      },
    });
    expect(await (await call()).json()).toEqual({ ...body, TOKEN: '[removed]' });
    expect(leaks).toHaveLength(1);
  });
});

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
      const reader = ((await call()).body ?? expect.unreachable()).getReader();
      await reader.read();
      system.advance(59_999);
      const next = rejection(reader.read());
      system.advance(1);
      expect(await next).toMatchObject({ code: 'too_slow' });
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
    const text = rejection((await call()).text());
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
