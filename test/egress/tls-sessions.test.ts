/**
 * A connection resumes the TLS session of an earlier one to the same host and address, for an hour after the certificate was
 * verified, and is a connection of its own nevertheless. Covers src/egress/tls-sessions.ts, src/egress/provider-fetch.ts.
 */
import dns from 'node:dns';
import { EventEmitter, once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { keepSession, sessionFor, type TlsSessions } from '../../src/egress/tls-sessions.ts';
import { type Certificate, makeCertificate } from './certificates.ts';
import { failureOf, localEgress, post } from './raw-server.ts';

const HOUR = 60 * 60 * 1_000;
let authority: Certificate;
const trusted = tls.getCACertificates('default');
beforeAll(() => {
  authority = makeCertificate('Test Authority', { isAuthority: true });
  tls.setDefaultCACertificates([...trusted, authority.pem]);
});
afterAll(() => tls.setDefaultCACertificates(trusted));
afterEach(() => vi.restoreAllMocks());

const issued = () => makeCertificate('provider', { issuer: authority, hosts: ['localhost'] });

/** Tells of each request whether its connection resumed a session, and how many connections there were. */
async function provider({ pem, keyPem }: Certificate, options: tls.TlsOptions = {}, port = '') {
  const resumed: boolean[] = [];
  const seen = { connections: 0, resumed };
  const server = https.createServer({ cert: pem, key: keyPem, ...options }, (request, response) => {
    resumed.push((request.socket as TLSSocket).isSessionReused());
    request.resume().once('end', () => response.end('{}'));
  });
  server.on('connection', () => seen.connections++);
  server.on('tlsClientError', () => undefined);
  server.listen(Number(port), port ? '127.0.0.2' : '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { ...seen, seen, server, url: `https://localhost:${(server.address() as AddressInfo).port}/token` };
}

/** localhost is at this address. */
function at(address: string): void {
  vi.spyOn(dns, 'lookup').mockImplementation(((
    _host: string,
    _options: object,
    done: (...answer: unknown[]) => void,
  ) => setImmediate(done, null, [{ address, family: 4 }])) as never);
}

describe('a TLS session', () => {
  it.each<[string, tls.TlsOptions]>([
    ['of TLS 1.3', {}],
    ['of TLS 1.2', { maxVersion: 'TLSv1.2' }],
  ])('%s is resumed by the next request, on a connection of its own', async (_title, options) => {
    at('127.0.0.1');
    const { url, seen } = await provider(issued(), options);
    const egress = localEgress();
    for (let request = 0; request < 3; request++) expect((await egress(post(url))).status).toBe(200);
    expect(seen.resumed).toEqual([false, true, true]);
    expect(seen.connections).toBe(3);
  });

  it('is used for an hour after the certificate was verified, however often it was resumed', async () => {
    at('127.0.0.1');
    let now = Date.now();
    const { url, seen } = await provider(issued());
    const egress = localEgress({ now: () => now });
    for (const later of [0, 0.5 * HOUR, 0.4 * HOUR, 0.2 * HOUR, 0]) {
      now += later;
      await egress(post(url));
    }
    expect(seen.resumed).toEqual([false, true, true, false, true]);
  });

  it('is not used for another address of the host', async () => {
    const ticketKeys = Buffer.alloc(48, 7);
    const certificate = issued();
    const { url, seen } = await provider(certificate, { ticketKeys });
    const elsewhere = await provider(certificate, { ticketKeys }, new URL(url).port);
    at('127.0.0.1');
    const egress = localEgress();
    await egress(post(url));
    at('127.0.0.2');
    for (let request = 0; request < 2; request++) await egress(post(url));
    expect([seen.resumed, elsewhere.seen.resumed]).toEqual([[false], [false, true]]);
  });

  it('of a process is no session of another egress', async () => {
    at('127.0.0.1');
    const { url, seen } = await provider(issued());
    await localEgress()(post(url));
    await localEgress()(post(url));
    expect(seen.resumed).toEqual([false, false]);
  });

  it('of a host whose certificate is not verified is not kept', async () => {
    at('127.0.0.1');
    const stranger = makeCertificate('provider', { hosts: ['localhost'] });
    const { url, seen } = await provider(stranger);
    const egress = localEgress();
    for (let request = 0; request < 2; request++)
      expect(await failureOf(egress(post(url)))).toMatchObject({ code: 'network', sent: false });
    expect(seen.resumed).toEqual([]);
  });

  it('that the server does not know any more ends in a full handshake, with the certificate verified', async () => {
    at('127.0.0.1');
    const { url, seen, server } = await provider(issued());
    const egress = localEgress();
    await egress(post(url));
    (server as unknown as tls.Server).setTicketKeys(Buffer.alloc(48, 1));
    await egress(post(url));
    expect(seen.resumed).toEqual([false, false]);
    const other = makeCertificate('provider', { hosts: ['localhost'] });
    (server as unknown as tls.Server).setSecureContext({ cert: other.pem, key: other.keyPem });
    (server as unknown as tls.Server).setTicketKeys(Buffer.alloc(48, 2));
    expect(await failureOf(egress(post(url)))).toMatchObject({ code: 'network', sent: false });
  });
});

/** Servers may give a new session to a connection that resumed one; Node's own server does not. */
it('a session that a resumed connection got ends with the hour of the first', () => {
  const sessions: TlsSessions = new Map();
  const connection = (now: number, isSessionReused: boolean) => {
    const [outgoing, socket] = [
      new EventEmitter(),
      Object.assign(new EventEmitter(), { isSessionReused: () => isSessionReused }),
    ];
    const resumption = { sessions, at: 'host 8.8.8.8', now: () => now };
    const found = sessionFor(resumption);
    keepSession(outgoing as never, resumption);
    outgoing.emit('socket', socket);
    socket.emit('secureConnect');
    socket.emit('session', Buffer.from(String(now)));
    return found?.toString();
  };
  expect(connection(0, false)).toBeUndefined();
  expect(connection(0.6 * HOUR, true)).toBe('0');
  expect(connection(0.9 * HOUR, true)).toBe(String(0.6 * HOUR));
  expect(connection(1.1 * HOUR, false)).toBeUndefined();
  expect(connection(1.2 * HOUR, true)).toBe(String(1.1 * HOUR));
});
