/** A TCP server that answers exactly what a test says, be it HTTP or not, and knows what became of its sockets. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createProviderFetch, type EgressOptions } from '../../src/egress/provider-fetch.ts';
import type { ProviderAnswer, ProviderFetchError, ProviderRequest } from '../../src/oauth/provider-fetch.ts';

export interface RawServer {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  port: number;
  /** What clients sent, one text a connection. */
  received: string[];
  /** Fulfilled once every connection that was made has ended. */
  allClosed(): Promise<void>;
}

/** Runs until the test ends. `onConnection` is called with every socket. */
export async function rawServer(onConnection: (socket: net.Socket) => void): Promise<RawServer> {
  const received: string[] = [];
  const closings: Promise<unknown>[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    const index = received.push('') - 1;
    sockets.add(socket);
    closings.push(new Promise((resolve) => socket.once('close', resolve)));
    // A client that gives up resets the connection; that is what some tests are about.
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received[index] += data.toString('latin1');
    });
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    received,
    allClosed: async () => void (await Promise.all(closings)),
  };
}

/** Answers every request with these very bytes, and leaves the connection open. */
export function answering(...texts: string[]) {
  return (socket: net.Socket) => {
    socket.once('data', () => {
      for (const text of texts) socket.write(Buffer.from(text, 'latin1'));
    });
  };
}

/** Long enough for whatever is not about time. */
const PATIENT = 10_000;

/** The egress as the local environment has it, so that it reaches the server. */
export function localEgress(options: Partial<EgressOptions> = {}) {
  return createProviderFetch({
    deadline: PATIENT,
    maxBody: 1_000,
    allowLoopbackOverHttp_localOnly: true,
    ...options,
  });
}

/** The egress of a deployed function. */
export function deployedEgress(options: Partial<EgressOptions> = {}) {
  return createProviderFetch({ deadline: PATIENT, maxBody: 1_000, ...options });
}

export function get(url: string): ProviderRequest {
  return { url, method: 'GET', headers: {} };
}

export function post(url: string, body = 'refresh_token=r'): ProviderRequest {
  return { url, method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
}

/** What a request is refused with, as the port tells it. */
export async function failureOf(request: Promise<ProviderAnswer>): Promise<ProviderFetchError> {
  return request.then(
    ({ status }) => {
      throw new Error(`expected a failure, got status ${status}`);
    },
    (error) => error,
  );
}
