/**
 * T103: late work sends nothing. The last look is taken when the connection stands, right before the bytes leave.
 * Covers src/egress/open-request.ts, src/egress/provider-fetch.ts, src/oauth/provider-fetch.ts.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { sentWhile } from '../../src/oauth/provider-fetch.ts';
import { type Certificate, makeCertificate } from './certificates.ts';
import { answering, failureOf, localEgress, post, type RawServer, rawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const NOT_SENT = { name: 'ProviderFetchError', code: 'deadline', sent: false };

let authority: Certificate;
const trusted = tls.getCACertificates('default');
beforeAll(() => {
  authority = makeCertificate('Test Authority', { isAuthority: true });
  tls.setDefaultCACertificates([...trusted, authority.pem]);
});
afterAll(() => tls.setDefaultCACertificates(trusted));

/** What clients sent inside TLS, one text a connection. */
async function tlsServer(): Promise<Pick<RawServer, 'origin' | 'received' | 'allClosed'>> {
  const { pem: cert, keyPem: key } = makeCertificate('provider', {
    issuer: authority,
    addresses: ['127.0.0.1'],
  });
  const received: string[] = [];
  const closings: Promise<unknown>[] = [];
  const server = tls.createServer({ cert, key }, (socket) => {
    const index = received.push('') - 1;
    closings.push(new Promise((resolve) => socket.once('close', resolve)));
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received[index] += String(data);
      socket.end(OK);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    received,
    allClosed: async () => void (await Promise.all(closings)),
  };
}

const SERVERS: [string, typeof tlsServer][] = [
  ['TLS', tlsServer],
  ['plain loopback', () => rawServer(answering(OK))],
];

describe.each(SERVERS)('over %s', (_title, serve) => {
  it('a request that may no longer be sent leaves no byte', async () => {
    const server = await serve();
    let asked = 0;
    const fetch = sentWhile(localEgress(), () => {
      asked++;
      return false;
    });
    expect(await failureOf(fetch(post(server.origin)))).toMatchObject(NOT_SENT);
    await server.allClosed();
    expect(asked).toBe(1);
    expect(server.received.join('')).toBe('');
  });

  it('a process that was frozen past its deadline while it connected leaves no byte', async () => {
    const server = await serve();
    const clock = [0, 10_000];
    const egress = localEgress({ deadline: 10_000, now: () => clock.shift() ?? 10_000 });
    expect(await failureOf(egress(post(server.origin)))).toMatchObject(NOT_SENT);
    await server.allClosed();
    expect(server.received.join('')).toBe('');
  });

  it('a request in time is sent once, whole', async () => {
    const server = await serve();
    const clock = [0, 9_999];
    const fetch = sentWhile(localEgress({ deadline: 10_000, now: () => clock.shift() ?? 9_999 }), () => true);
    expect(await (await fetch(post(server.origin))).text()).toBe('ok');
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatch(/^POST \/ HTTP\/1\.1\r\n[\s\S]*\r\n\r\nrefresh_token=r$/);
  });
});

it('the look is taken after the handshake, and not before', async () => {
  const silent = await rawServer(() => undefined);
  let asked = 0;
  const fetch = sentWhile(localEgress({ deadline: 300 }), () => {
    asked++;
    return true;
  });
  expect(await failureOf(fetch(post(`https://127.0.0.1:${silent.port}/`)))).toMatchObject(NOT_SENT);
  expect(asked).toBe(0);
});
