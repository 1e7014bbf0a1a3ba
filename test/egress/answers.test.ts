/** T112, T115 and answers that are not HTTP. Covers src/egress/open-request.ts, src/egress/provider-fetch.ts. */
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answering, failureOf, get, localEgress, post, rawServer } from './raw-server.ts';

const TOO_LARGE = { name: 'ProviderFetchError', code: 'too_large', sent: true };
const NETWORK = { name: 'ProviderFetchError', code: 'network', sent: true };
const ok = (body: string, length: number | string = body.length) =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n${body}`;

describe('T112: a body', () => {
  it('of just the limit is read, of one byte more is not', async () => {
    const atLimit = await rawServer(answering(ok('a'.repeat(1_000))));
    expect(await (await localEgress()(get(atLimit.origin))).text()).toHaveLength(1_000);
    const beyond = await rawServer(answering(ok('a'.repeat(1_001))));
    expect(await failureOf(localEgress()(get(beyond.origin)))).toMatchObject(TOO_LARGE);
    await beyond.allClosed();
  });

  it('without end is cut off at the limit, and the connection with it', async () => {
    const server = await rawServer((socket) => {
      socket.once('data', async () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        while (!socket.destroyed) {
          socket.write('a'.repeat(500));
          await setImmediate();
        }
      });
    });
    expect(await failureOf(localEgress()(get(server.origin)))).toMatchObject(TOO_LARGE);
    await server.allClosed();
  });

  it('of 100 MB by its own word is not waited for', async () => {
    const server = await rawServer(answering(ok('a'.repeat(1_001), 100_000_000)));
    expect(await failureOf(localEgress()(get(server.origin)))).toMatchObject(TOO_LARGE);
    await server.allClosed();
  });

  it('T112: compressed although nobody asked stays as it came: a bomb does not go off', async () => {
    const bomb = gzipSync('a'.repeat(100_000));
    expect(bomb.length).toBeLessThan(1_000);
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`;
    const server = await rawServer(answering(head + bomb.toString('latin1')));
    const response = await localEgress()(get(server.origin));
    expect(await response.text()).toBe(new TextDecoder().decode(bomb));
    expect(server.received[0]?.toLowerCase()).toContain('\r\naccept-encoding: identity\r\n');
  });

  it('T112: cannot be made compressed by the request’s own headers either', async () => {
    const server = await rawServer(answering(ok('')));
    await localEgress()({ ...get(server.origin), headers: { 'Accept-Encoding': 'gzip' } });
    expect(server.received[0]?.toLowerCase().match(/accept-encoding: .*/g)).toEqual([
      'accept-encoding: identity',
    ]);
  });
});

describe('T112: headers', () => {
  it('without end are cut off', async () => {
    const server = await rawServer((socket) => {
      socket.once('data', async () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        while (!socket.destroyed) {
          socket.write(`x-header: ${'a'.repeat(100)}\r\n`);
          await setImmediate();
        }
      });
    });
    const failure = await failureOf(localEgress()(get(server.origin)));
    expect(failure).toMatchObject({ ...NETWORK, cause: { code: 'HPE_HEADER_OVERFLOW' } });
    await server.allClosed();
  });
});

describe('T115: a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    '%i comes back as it is, and its target hears nothing',
    async (status) => {
      const target = await rawServer(answering(ok('{}')));
      const location = `location: ${target.origin}/token\r\ncontent-length: 0`;
      const server = await rawServer(answering(`HTTP/1.1 ${status} Moved\r\n${location}\r\n\r\n`));
      const response = await localEgress()(post(server.origin));
      expect(response.status).toBe(status);
      expect(server.received).toHaveLength(1);
      expect(target.received).toEqual([]);
    },
  );
});

describe('an answer that is not one is a fault of the network', () => {
  it.each([
    ['garbage', 'garbage\r\n\r\n'],
    ['a protocol of another kind', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['HTTP/2 on an HTTP/1.1 connection', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a status beyond 599', 'HTTP/1.1 999 X\r\ncontent-length: 0\r\n\r\n'],
    ['a status of 0', 'HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n'],
    ['an upgrade that nobody asked for', 'HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc'],
    [
      'two lengths at once (request smuggling)',
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    ],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nx-a: a\0b\r\ncontent-length: 0\r\n\r\n'],
  ])('%s', async (_title, text) => {
    const server = await rawServer(answering(text));
    expect(await failureOf(localEgress()(get(server.origin)))).toMatchObject(NETWORK);
    await server.allClosed();
  });

  it('a body shorter than promised', async () => {
    const server = await rawServer((socket) => {
      socket.once('data', () => socket.end(ok('{"access_token":"a"', 100)));
    });
    expect(await failureOf(localEgress()(get(server.origin)))).toMatchObject(NETWORK);
  });
});

describe('an answer', () => {
  it('keeps its status, its body and every one of its headers', async () => {
    const head = 'HTTP/1.1 429 Slow\r\nretry-after: 7\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n';
    const server = await rawServer(answering(`${head}content-length: 2\r\n\r\n{}`));
    const response = await localEgress()(get(server.origin));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(response.headers.get('Set-Cookie')).toBe('a=1, b=2');
    expect(await response.text()).toBe('{}');
  });

  it.each([204, 304])('of status %i has no body', async (status) => {
    const server = await rawServer(answering(`HTTP/1.1 ${status} X\r\n\r\n`));
    const response = await localEgress()(get(server.origin));
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
  });
});
