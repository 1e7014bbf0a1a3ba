import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mayRequest, type OwnAddress } from './judge-request.ts';

/** A running server. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  origin: string;
  /** Also ends open connections, so that they do not keep the process alive. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server that only this machine can reach, and no web page but its own and those of the origins `pages`. Port 0
 * takes a free one. `listenerFor` gets the origin, because issuers and redirect URIs contain it.
 */
export function listenOnLoopback(
  port: number,
  listenerFor: (origin: string) => RequestListener,
  { pages = [], ...others }: Partial<Omit<OwnAddress, 'origin'>> = {},
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
        server.on('request', guarded(listenerFor(origin), { origin, pages, ...others }));
        resolve({ origin, close });
      } catch (error) {
        close().then(() => reject(error), reject);
      }
    });
  });
}

/** Refuses before the listener sees anything: also what a browser asks before it sends (CORS preflight). */
function guarded(listener: RequestListener, address: OwnAddress): RequestListener {
  return (request, response) => {
    if (mayRequest(request, address)) return listener(request, response);
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
    response.end(`This server answers at ${address.origin}, and to no page of another origin.\n`);
  };
}
