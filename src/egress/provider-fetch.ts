/**
 * The only way to send a request to a provider. The whole answer is read, and bounded.
 *
 * It uses `node:https` instead of `fetch`, because `node:https` reports whether the connection was established before a
 * failure. Without a connection the refresh token was not spent. Keep-alive is off: with a reused socket this would be unknown.
 */
import type { IncomingMessage } from 'node:http';
import { type ProviderAnswer, type ProviderFetch, ProviderFetchError } from '../oauth/provider-fetch.ts';
import { checkUrl, type EgressOptions, type OwnTls, openRequest } from './open-request.ts';

export type { EgressOptions };

/** A {@link ProviderFetch} with these limits. It resolves with any HTTP status and rejects with {@link ProviderFetchError}. */
export function createProviderFetch(options: EgressOptions): ProviderFetch {
  const own: OwnTls = { sessions: new Map() };
  return async (request) => {
    const url = checkUrl(request.url, options);
    const progress = { connected: false };
    const maxBody = Math.min(options.maxBody, request.sizeLimit ?? options.maxBody);
    const read = async (incoming: IncomingMessage) => toAnswer(incoming, await readBody(incoming, maxBody));
    try {
      return await openRequest({ url, request, progress }, { ...options, tls: own }, read);
    } catch (cause) {
      if (cause instanceof ProviderFetchError) throw cause;
      const code = isTimeout(cause) ? 'deadline' : 'network';
      throw new ProviderFetchError(code, progress.connected, { cause });
    }
  };
}

async function readBody(incoming: IncomingMessage, maxBody: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) {
      incoming.destroy();
      throw new ProviderFetchError('too_large', true);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** As `fetch` reads it: values of a name stand in one line, and bytes that are no UTF-8 are replaced. */
function toAnswer({ statusCode = 0, headersDistinct }: IncomingMessage, body: Buffer): ProviderAnswer {
  // RFC 9110 section 15. Interim answers (1xx) end no request.
  if (statusCode < 200 || statusCode > 599) throw new Error('the answer has a status that is none');
  const text = new TextDecoder().decode(body);
  return {
    status: statusCode,
    headers: { get: (name) => headersDistinct[name.toLowerCase()]?.join(', ') ?? null },
    text: async () => text,
    json: async () => JSON.parse(text),
  };
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
}
