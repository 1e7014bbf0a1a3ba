/** Plays a handler over Node's HTTP, so that a scripted provider can run on a loopback port. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Handler } from './provider-handler.ts';

/** The provider's host is the first part of the path: `/api.notion.com/v1/me` is `https://api.notion.com/v1/me`. */
export function httpListenerOf(handler: Handler): RequestListener {
  return async (incoming, outgoing) => {
    try {
      const response = await handler(await requestOf(incoming));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    } catch (error) {
      outgoing.destroy(error instanceof Error ? error : undefined);
    }
  };
}

/** Where the listener at `origin` serves a URL of the provider. */
export function urlAtListener(origin: string, url: string | URL): string {
  const { host, pathname, search } = new URL(url);
  return `${origin}/${host}${pathname}${search}`;
}

/** The request as it would have reached the provider. */
export async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '' } = incoming;
  // The host of this machine is none of the provider's.
  const { host: _, ...headers } = incoming.headers;
  const body = await buffer(incoming);
  return new Request(`https:/${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
}
