import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running server. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  origin: string;
  /** Also ends open connections, so that they do not keep the process alive. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server that only this machine can reach. Port 0 takes a free one. `listenerFor` gets the origin, because issuers
 * and redirect URIs contain it.
 */
export function listenOnLoopback(
  port: number,
  listenerFor: (origin: string) => RequestListener,
): Promise<LoopbackServer> {
  const server = createServer();
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        server.on('request', listenerFor(origin));
        resolve({ origin, close });
      } catch (error) {
        close().then(() => reject(error), reject);
      }
    });
  });
}
