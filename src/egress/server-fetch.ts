/**
 * The way to an MCP server that a workspace registered, with the rules of a provider: a server that was registered a second ago is
 * no exception (T240). The body is passed on while it arrives, because a stream of events may stay open after its answer.
 */
import type { IncomingMessage } from 'node:http';
import { ProviderFetchError } from '../oauth/provider-fetch.ts';
import { checkUrl, type EgressOptions, type OwnTls, openRequest } from './open-request.ts';

/** As a transport of MCP calls it. It resolves with any HTTP status, and follows no redirect. */
export type ServerFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Null body statuses of the Fetch standard. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * A {@link ServerFetch} with these limits. Rejects with ProviderFetchError `address_not_allowed`, or with the error of the socket.
 * The body fails with `too_large` beyond `maxBody` bytes, and ends with the deadline.
 */
export function createServerFetch(options: EgressOptions): ServerFetch {
  const own: OwnTls = { sessions: new Map() };
  return async (input, init = {}) => {
    const url = checkUrl(String(input), options);
    const { method = 'GET', headers, body, signal } = init;
    const request = {
      url: url.href,
      method: method as 'GET' | 'POST' | 'DELETE',
      headers: Object.fromEntries(new Headers(headers)),
      ...(typeof body === 'string' && { body }),
    };
    const opening = { url, request, progress: { connected: false }, signal: signal ?? undefined };
    return openRequest(opening, { ...options, tls: own }, async (incoming) =>
      toResponse(incoming, options.maxBody),
    );
  };
}

function toResponse(incoming: IncomingMessage, maxBody: number): Response {
  const { statusCode: status = 0, headersDistinct } = incoming;
  // RFC 9110 section 15. Interim answers (1xx) end no request.
  if (status < 200 || status > 599) throw new Error('the answer has a status that is none');
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  if (!WITHOUT_BODY.includes(status)) return new Response(passedOn(incoming, maxBody), { status, headers });
  incoming.resume();
  return new Response(null, { status, headers });
}

/** The body, up to so many bytes. Whoever stops reading closes the connection. */
function passedOn(incoming: IncomingMessage, maxBody: number): ReadableStream<Uint8Array> {
  const chunks = (incoming as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let left = maxBody;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) return controller.close();
      left -= value.length;
      if (left >= 0) return controller.enqueue(value);
      incoming.destroy();
      throw new ProviderFetchError('too_large', true);
    },
    cancel: () => void incoming.destroy(),
  });
}
