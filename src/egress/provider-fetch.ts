/**
 * The only way out to a provider: https, no redirects, one total deadline, a bounded answer, and the address that was
 * checked is the address that is dialled (T111-T116, T144-T146).
 *
 * Built on `node:https` instead of `fetch`, since it tells whether the connection stood before a failure: that is the
 * proof that a refresh token was not spent. No keep-alive, since a socket that died unnoticed would blur it.
 */
import { lookup as resolve } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type ProviderFetch, ProviderFetchError, type ProviderRequest } from '../oauth/provider-fetch.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

export interface EgressOptions {
  /** Milliseconds for connect, headers and body together. */
  deadline: number;
  /** Largest body, in bytes. */
  maxBody: number;
  /** The local environment's providers listen on http://127.0.0.1. Never set in a deployed function. */
  allowLoopbackOverHttp_localOnly?: boolean;
}

export function createProviderFetch(options: EgressOptions): ProviderFetch {
  return async (request) => {
    const url = checkUrl(request.url, options);
    const progress = { connected: false };
    try {
      return await send(url, request, progress, options);
    } catch (cause) {
      if (cause instanceof ProviderFetchError) throw cause;
      const code = isTimeout(cause) ? 'deadline' : 'network';
      throw new ProviderFetchError(code, progress.connected, { cause });
    }
  };
}

function checkUrl(text: string, options: EgressOptions): URL {
  const url = URL.parse(text);
  if (!url) throw new ProviderFetchError('address_not_allowed', false);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:' && (url.port === '' || url.port === '443');
  const allowed = secure || (options.allowLoopbackOverHttp_localOnly && isLoopbackAddress(host));
  // `lookup` is not asked about literal addresses, so they are judged here.
  const literalAllowed = isIP(host) === 0 || addressAllowed(host, options);
  if (!allowed || !literalAllowed || url.username || url.password) {
    throw new ProviderFetchError('address_not_allowed', false);
  }
  return url;
}

function addressAllowed(address: string, options: EgressOptions): boolean {
  if (isPublicAddress(address)) return true;
  return Boolean(options.allowLoopbackOverHttp_localOnly) && isLoopbackAddress(address);
}

/** Resolves once, refuses a name with any address that is not allowed, and hands that very address to the socket. */
function checkedLookup(options: EgressOptions): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const first = addresses[0];
      if (!first || !addresses.every(({ address }) => addressAllowed(address, options))) {
        return callback(new ProviderFetchError('address_not_allowed', false), '', 0);
      }
      return all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

async function send(
  url: URL,
  request: ProviderRequest,
  progress: { connected: boolean },
  options: EgressOptions,
): Promise<Response> {
  const secure = url.protocol === 'https:';
  // Not at the start: to import `node:http` loads the whole of `fetch`, a tenth of a cold start, and only local mode needs it.
  const { request: open } = secure ? https : await import('node:http');
  return new Promise((fulfil, reject) => {
    const outgoing = open(url, {
      method: request.method,
      headers: headersOf(request),
      agent: false,
      lookup: checkedLookup(options),
      signal: AbortSignal.timeout(options.deadline),
      // Said outright, since the environment can switch the default off (T116).
      ...(secure && { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const }),
    });
    outgoing.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        progress.connected = true;
      });
    });
    outgoing.once('error', reject);
    // A 101 that nobody asked for: Node would close the socket and tell nobody, and the deadline would find nothing to end.
    outgoing.once('upgrade', (_incoming, socket) => {
      socket.destroy();
      reject(new Error('an upgrade that was not asked for'));
    });
    outgoing.once('response', (incoming) => {
      readBody(incoming, options.maxBody)
        .then((body) => fulfil(toResponse(incoming, body)), reject)
        .catch(reject);
    });
    outgoing.end(request.body);
  });
}

function headersOf({ headers, body }: ProviderRequest): Record<string, string> {
  return {
    ...headers,
    // Node tells no length for the body of a DELETE, and the provider would read it as none.
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    // Compressed answers are not asked for, so that a size is the size (T112).
    'accept-encoding': 'identity',
    'user-agent': 'Connections',
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

function toResponse(incoming: IncomingMessage, body: Buffer): Response {
  const status = incoming.statusCode ?? 0;
  const bodiless = status === 204 || status === 205 || status === 304;
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  return new Response(bodiless ? null : new Uint8Array(body), { status, headers });
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
}
