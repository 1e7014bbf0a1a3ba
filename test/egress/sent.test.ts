/**
 * `sent: false` is the proof that a single-use refresh token was not spent, so it must never be a guess.
 * Covers src/egress/open-request.ts, src/egress/provider-fetch.ts.
 */
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '../backends/child-server.ts';
import { answering, failureOf, get, localEgress, post, rawServer } from './raw-server.ts';

describe('a failure says that nothing was sent', () => {
  it('when nobody listens', async () => {
    const failure = await failureOf(localEgress()(post(`http://127.0.0.1:${await freePort()}/`)));
    expect(failure).toMatchObject({ code: 'network', sent: false, cause: { code: 'ECONNREFUSED' } });
  });

  it('when the connection ends within the TLS handshake', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.destroy()));
    const failure = await failureOf(localEgress()(post(`https://127.0.0.1:${server.port}/`)));
    expect(failure).toMatchObject({ code: 'network', sent: false });
    expect(server.received.join()).not.toContain('refresh_token');
  });

  it('when what answers the handshake is not TLS', async () => {
    const server = await rawServer(answering('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const failure = await failureOf(localEgress()(post(`https://127.0.0.1:${server.port}/`)));
    expect(failure).toMatchObject({ code: 'network', sent: false });
  });

  it('T149: when a header cannot be sent, such as one with a line break', async () => {
    const server = await rawServer(answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    const request = post(server.origin);
    const failure = await failureOf(
      localEgress()({ ...request, headers: { authorization: 'Bearer a\r\nx-evil: 1' } }),
    );
    expect(failure).toMatchObject({ code: 'network', sent: false });
    expect(server.received).toEqual([]);
  });
});

describe('a failure says that something may have been sent', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['when the connection ends after the request', (socket) => socket.once('data', () => socket.destroy())],
    ['when the connection ends as soon as it stands', (socket) => socket.destroy()],
    ['when the answer is not HTTP', answering('SSH-2.0-OpenSSH_9.9\r\n')],
  ])('%s', async (_title, onConnection) => {
    const server = await rawServer(onConnection);
    const failure = await failureOf(localEgress()(post(server.origin)));
    expect(failure).toMatchObject({ name: 'ProviderFetchError', code: 'network', sent: true });
    await server.allClosed();
  });
});

describe('a request', () => {
  it('arrives as it was given, on a connection of its own', async () => {
    const server = await rawServer(answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    const egress = localEgress();
    await egress(post(`${server.origin}/token?a=b`, 'one'));
    await egress(post(`${server.origin}/token?a=b`, 'two'));
    await server.allClosed();
    expect(server.received).toHaveLength(2);
    const [head = '', body] = server.received[0]?.split('\r\n\r\n') ?? [];
    const [line, ...headers] = head.split('\r\n');
    expect(line).toBe('POST /token?a=b HTTP/1.1');
    expect(headers.map((header) => header.toLowerCase()).sort()).toEqual([
      'accept-encoding: identity',
      'connection: close',
      'content-length: 3',
      'content-type: application/x-www-form-urlencoded',
      `host: 127.0.0.1:${server.port}`,
      'user-agent: connections',
    ]);
    expect(body).toBe('one');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s arrives with its body and the body’s length',
    async (method) => {
      const server = await rawServer(answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
      await localEgress()({ ...post(server.origin, '{"a":"ü"}'), method });
      await server.allClosed();
      const [head = '', body] = server.received[0]?.split('\r\n\r\n') ?? [];
      expect(head.toLowerCase()).toContain('\r\ncontent-length: 10');
      expect(head.toLowerCase()).not.toContain('transfer-encoding');
      expect(Buffer.from(body ?? '', 'latin1').toString()).toBe('{"a":"ü"}');
    },
  );

  it('without a body says nothing of one', async () => {
    const server = await rawServer(answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    await localEgress()(get(server.origin));
    await server.allClosed();
    expect(server.received[0]?.toLowerCase()).not.toMatch(/content-length|transfer-encoding/);
  });
});
