/**
 * T111: one total deadline. Each server would go on for ever; that the test ends at all is the proof.
 * Covers src/egress/open-request.ts, src/egress/provider-fetch.ts.
 */
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { answering, failureOf, localEgress, post, rawServer } from './raw-server.ts';

/** Short, but longer than a busy machine takes to connect: `sent` tells the two apart. */
const SHORT = { deadline: 300 };
/** Well below the deadline, so that a limit on idle time would never strike. */
const DRIP = 5;

/** Sends `head` at once, then `drop` again and again. */
function dripping(head: string, drop: string) {
  return (socket: Socket) => {
    socket.once('data', () => {
      socket.write(head);
      const timer = setInterval(() => socket.write(drop), DRIP);
      socket.once('close', () => clearInterval(timer));
    });
  };
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n';

describe('T111: the deadline covers', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['no answer at all', () => undefined],
    ['headers that do not end', answering('HTTP/1.1 200 OK\r\nx-a: b\r\n')],
    ['a slow drip of headers', dripping('HTTP/1.1 200 OK\r\nx-a: ', 'a')],
    ['interim responses without end', dripping('', 'HTTP/1.1 100 Continue\r\n\r\n')],
    ['a body that stops', answering(OK, 'abc')],
    ['a slow drip of the body', dripping(OK, 'a')],
    [
      'a slow drip of chunks',
      dripping('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\na\r\n'),
    ],
  ])('%s, and leaves no open socket', async (_title, onConnection) => {
    const server = await rawServer(onConnection);
    const failure = await failureOf(localEgress(SHORT)(post(server.origin)));
    expect(failure).toMatchObject({ name: 'ProviderFetchError', code: 'deadline', sent: true });
    expect(server.received).toHaveLength(1);
    await server.allClosed();
  });

  it('a TLS handshake that does not end, before anything was sent', async () => {
    const server = await rawServer(() => undefined);
    const failure = await failureOf(localEgress(SHORT)(post(`https://127.0.0.1:${server.port}/`)));
    expect(failure).toMatchObject({ code: 'deadline', sent: false });
    expect(server.received.join()).not.toContain('refresh_token');
    await server.allClosed();
  });

  it('does not touch an answer that was in time', async () => {
    const server = await rawServer(answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
    const response = await localEgress()(post(server.origin));
    expect(await response.text()).toBe('ok');
    await server.allClosed();
  });
});
