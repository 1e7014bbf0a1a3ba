/**
 * Opens the one request of an egress: https, no redirects, one total deadline, and the address that was checked is the address
 * that is dialled (T111-T116, T144-T146). What is done with the answer is the reader's.
 */
import type { LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { ProviderFetchError, type ProviderRequest } from '../oauth/provider-fetch.ts';
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

/** What the connections of one egress share. */
export interface OwnTls {
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

/** The URL, if a request may be sent there. @throws {ProviderFetchError} `address_not_allowed` */
export function checkUrl(text: string, options: EgressOptions): URL {
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

/** One request to a checked URL: its abort, and whether a connection was established, after which it may have arrived. */
export interface Opening {
  url: URL;
  request: ProviderRequest;
  progress: { connected: boolean };
  /** Of whoever waits, beside the deadline. */
  signal?: AbortSignal | undefined;
}

/** Sends the request and resolves with what `read` makes of the answer, whatever its status. */
export async function openRequest<Answer>(
  { url, request, progress, signal: given }: Opening,
  options: EgressOptions & { tls: OwnTls },
  read: (incoming: IncomingMessage) => Promise<Answer>,
): Promise<Answer> {
  const secure = url.protocol === 'https:';
  const mayStillSend = sendingAllowed(request, options);
  const { request: open } = secure ? https : http();
  const deadline = AbortSignal.timeout(Math.min(options.deadline, request.timeLimit ?? options.deadline));
  const signal = given ? AbortSignal.any([deadline, given]) : deadline;
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
      read(incoming).then(fulfil, reject);
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
