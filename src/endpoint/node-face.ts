/** The endpoint as a listener of Node's HTTP server, on one machine: for no web page of another origin. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { hostHeaderValidationResponse, originValidationResponse } from '@modelcontextprotocol/server';
import type { Endpoint } from './endpoint.ts';

/**
 * Answers with the endpoint. Against DNS rebinding: a request for another host name than `hosts`, or of a page of another one, gets
 * 403, whatever token it brings. Names have no port.
 */
export function nodeListener(endpoint: Endpoint, hosts: readonly string[]): RequestListener {
  const names = [...hosts];
  const handle = toNodeHandler({
    fetch: async (request) =>
      hostHeaderValidationResponse(request, names) ??
      originValidationResponse(request, names) ??
      endpoint.fetch(request),
  });
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!takeTarget(request)) return badTarget(response);
    handle(request, response).catch(() => response.destroy());
  };
}

/**
 * Brings a target in absolute form into the form of a path. Its host then counts, and the header `Host` does not (RFC 9112 section
 * 3.2.2). Returns whether the request names an address.
 */
function takeTarget(request: IncomingMessage): boolean {
  const { url = '', headers } = request;
  if (url.startsWith('/')) return URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
  const target = /^https?:\/\//i.test(url) ? URL.parse(url) : null;
  if (!target) return false;
  request.url = `${target.pathname}${target.search}`;
  headers.host = target.host;
  return true;
}

function badTarget(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(
    JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32600, message: 'Bad request target' } }),
  );
}
