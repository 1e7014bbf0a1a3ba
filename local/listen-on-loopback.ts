import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  origin: string;
  /** Ends open connections too, so that nothing keeps the process alive. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server that only this machine can reach. Port 0 takes a free one, which is why the listener is made
 * from the origin: issuers and redirect URIs contain it.
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
