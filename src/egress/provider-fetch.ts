/**
 * The only way to send a request to a provider: https, no redirects, one total deadline, a bounded answer, and the address
 * that was checked is the address that is dialled (T111-T116, T144-T146).
 *
 * It uses `node:https` instead of `fetch`, because `node:https` reports whether the connection was established before a
 * failure. Without a connection the refresh token was not spent. Keep-alive is off: with a reused socket this would be unknown.
 */
import type { LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import {
  type ProviderAnswer,
  type ProviderFetch,
  ProviderFetchError,
  type ProviderRequest,
} from '../oauth/provider-fetch.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';
import { keepSession, sessionFor, type TlsSessions } from './tls-sessions.ts';

/** Brought at a request: an `import` reads all exports of a module, and so loads more of Node at each start. */
const dns = () => process.getBuiltinModule('node:dns');
const http = () => process.getBuiltinModule('node:http');
const net = () => process.getBuiltinModule('node:net');
const tls = () => process.getBuiltinModule('node:tls');

export interface EgressOptions {
  /** Milliseconds for connect, headers and body together. */
  deadline: number;
  /** Largest body, in bytes. */
  maxBody: number;
  /** The wall clock, in milliseconds since the epoch. Absent: the machine's. */
  now?: () => number;
  /** The local environment's providers listen on http://127.0.0.1. Never set in a deployed function. */
  allowLoopbackOverHttp_localOnly?: boolean;
}

/** A {@link ProviderFetch} with these limits. It resolves with any HTTP status and rejects with {@link ProviderFetchError}. */
export function createProviderFetch(options: EgressOptions): ProviderFetch {
  const own: OwnTls = { sessions: new Map() };
  return async (request) => {
    const url = checkUrl(request.url, options);
    const progress = { connected: false };
    try {
      return await send(url, request, progress, { ...options, tls: own });
    } catch (cause) {
      if (cause instanceof ProviderFetchError) throw cause;
      const code = isTimeout(cause) ? 'deadline' : 'network';
      throw new ProviderFetchError(code, progress.connected, { cause });
    }
  };
}

/** What the connections of one egress share. */
interface OwnTls {
  sessions: TlsSessions;
  context?: SecureContext;
}

/** Node would make one for each connection, and read all certificates of authorities for it. */
function contextOf(own: OwnTls): SecureContext {
  own.context ??= tls().createSecureContext({ minVersion: 'TLSv1.2' });
  return own.context;
}

/** RFC 6761 section 6.3: this name is a loopback address, and what it resolves to is held to that. No other name is. */
const LOCALHOST = 'localhost';

function checkUrl(text: string, options: EgressOptions): URL {
  const url = URL.parse(text);
  if (!url) throw new ProviderFetchError('address_not_allowed', false);
  const host = bareHost(url);
  const secure = url.protocol === 'https:' && (url.port === '' || url.port === '443');
  const isLoopback = isLoopbackAddress(host) || host === LOCALHOST;
  const allowed = secure || (options.allowLoopbackOverHttp_localOnly && isLoopback);
  // Node calls `lookup` for names only, so an address literal is checked here.
  const literalAllowed = !isAddress(host) || addressAllowed(host, options);
  if (!allowed || !literalAllowed || url.username || url.password) {
    throw new ProviderFetchError('address_not_allowed', false);
  }
  return url;
}

/** An IPv6 address without its brackets. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function isAddress(host: string): boolean {
  return net().isIP(host) !== 0;
}

function addressAllowed(address: string, options: EgressOptions): boolean {
  if (isPublicAddress(address)) return true;
  return Boolean(options.allowLoopbackOverHttp_localOnly) && isLoopbackAddress(address);
}

/** Resolves the name once, and refuses it if any of its addresses is not allowed. Undefined: the host is an address itself. */
async function checkedAddresses(
  url: URL,
  { signal, ...options }: EgressOptions & { signal: AbortSignal },
): Promise<LookupAddress[] | undefined> {
  if (isAddress(bareHost(url))) return undefined;
  const { hostname } = url;
  const addresses = await resolved(hostname, signal);
  const isAllowed = ({ address }: LookupAddress) =>
    addressAllowed(address, options) && (hostname !== LOCALHOST || isLoopbackAddress(address));
  if (addresses.length === 0 || !addresses.every(isAllowed))
    throw new ProviderFetchError('address_not_allowed', false);
  return addresses;
}

/** A look-up cannot be broken off, but it is not waited for longer than the request has time. */
function resolved(hostname: string, signal: AbortSignal): Promise<LookupAddress[]> {
  return new Promise((fulfil, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    dns().lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : fulfil(addresses)));
  });
}

/** Gives the addresses that were checked to the socket. */
function lookingUp(addresses: readonly LookupAddress[]): LookupFunction {
  const [{ address, family } = { address: '', family: 0 }] = addresses;
  return (_hostname, { all }, callback) =>
    all ? callback(null, [...addresses]) : callback(null, address, family);
}

async function send(
  url: URL,
  request: ProviderRequest,
  progress: { connected: boolean },
  options: EgressOptions & { tls: OwnTls },
): Promise<ProviderAnswer> {
  const secure = url.protocol === 'https:';
  const mayStillSend = sendingAllowed(request, options);
  const { request: open } = secure ? https : http();
  const signal = AbortSignal.timeout(Math.min(options.deadline, request.timeLimit ?? options.deadline));
  const addresses = await checkedAddresses(url, { ...options, signal });
  const { tls: own, now } = options;
  const resumption = { sessions: own.sessions, at: `${url.host} ${addresses?.[0]?.address}`, now };
  return new Promise((fulfil, reject) => {
    const outgoing = open(url, {
      method: request.method,
      headers: headersOf(request),
      agent: false,
      ...(addresses && { lookup: lookingUp(addresses) }),
      signal,
      // Set explicitly, because NODE_TLS_REJECT_UNAUTHORIZED can change the default (T116).
      ...(secure && {
        rejectUnauthorized: true,
        secureContext: contextOf(own),
        session: sessionFor(resumption),
      }),
    });
    if (secure) keepSession(outgoing, resumption);
    // Node sends no byte of a request, not even its headers, before its first `write` or `end`.
    outgoing.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        if (!mayStillSend()) return void outgoing.destroy(new ProviderFetchError('deadline', false));
        progress.connected = true;
        outgoing.end(request.body);
      });
    });
    outgoing.once('error', reject);
    // Without this listener Node closes the socket at a 101 answer and emits no error, so the promise would stay pending.
    outgoing.once('upgrade', (_incoming, socket) => {
      socket.destroy();
      reject(new Error('the server answered 101 to a request without Upgrade'));
    });
    outgoing.once('response', (incoming) => {
      readBody(incoming, Math.min(options.maxBody, request.sizeLimit ?? options.maxBody))
        .then((body) => fulfil(toAnswer(incoming, body)), reject)
        .catch(reject);
    });
  });
}

/**
 * Whether the request may be sent now. The deadline is measured by the wall clock once more, since no timer fires while Lambda
 * has frozen the process: it may be resumed minutes later, when another process has sent this request.
 */
function sendingAllowed(
  request: ProviderRequest,
  { deadline, now = Date.now }: EgressOptions,
): () => boolean {
  const until = now() + Math.min(deadline, request.timeLimit ?? deadline);
  return () => now() < until && request.mayStillSend?.() !== false;
}

function headersOf({ headers, body, userAgent = 'Connections' }: ProviderRequest): Record<string, string> {
  return {
    ...headers,
    // Node sends no Content-Length with the body of a DELETE, so a provider would read an empty body.
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    // Compression is refused, so that the bytes received are the size of the body (T112).
    'accept-encoding': 'identity',
    'user-agent': userAgent,
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
