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
    handle(request, response).catch(() => response.destroy());
  };
}
