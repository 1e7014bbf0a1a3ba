/** Sends one request, with what was injected for it or without a token. What comes back is judged in guard-response.ts. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { startDeadline } from './deadline.ts';
import { CallNotMade, ResponseRefused, ServerUnreachable } from './errors.ts';
import { guardResponse } from './guard-response.ts';
import { LIMITS } from './limits.ts';
import type { FetchLike, OutgoingRequest } from './outgoing-request.ts';
import { headersToSend } from './request-headers.ts';
import { SYSTEM, type System } from './system.ts';

/** How requests to one server are sent; the same for all ways of injecting. */
export interface SendOptions {
  /**
   * The runtime's own headers for this server, such as the secret of a gateway. Unlike what the transport or the MCP client
   * gives, they are not stripped; what is injected replaces them.
   */
  headers?: Record<string, string>;
  /** Default: the global one. It must do as `redirect: 'manual'` says. */
  fetch?: FetchLike;
  /** Most bytes of one answer, decoded. Default 10 MiB. */
  maxResponseBytes?: number;
  /** Milliseconds from sending to the last byte. Default five minutes. */
  responseTimeout?: number;
  /** Told when an answer repeated the token. It was taken out. */
  onLeak?: (leak: Leak) => void;
  /** Clock and timer, for tests. */
  system?: Partial<System>;
}

export interface Leak {
  /** The registration whose server repeated the token. */
  server: string;
}

export interface Sending {
  server: string;
  outgoing: OutgoingRequest;
  injection: Injection | undefined;
  /** Beside the transport's own. */
  signal?: AbortSignal;
}

/** @throws {CallNotMade | ResponseRefused | ServerUnreachable}, or the reason of an aborted signal */
export async function sendRequest(options: SendOptions, sending: Sending): Promise<Response> {
  const system = { ...SYSTEM, ...options.system };
  const { server, outgoing, injection, signal } = sending;
  const url = injection ? addressFor(outgoing.url, injection, system.now()) : outgoing.url;
  const headers = headersToSend({ given: outgoing.headers, own: options.headers, injection });
  const deadline = startDeadline(system, {
    milliseconds: options.responseTimeout ?? LIMITS.responseTime,
    error: new ResponseRefused('too_slow'),
    others: [outgoing.signal, signal],
  });
  const init: RequestInit = {
    ...outgoing.rest,
    method: outgoing.method,
    headers,
    redirect: 'manual',
    signal: deadline.signal,
  };
  if (outgoing.message !== undefined) init.body = JSON.stringify(outgoing.message);
  let response: Response | undefined;
  try {
    response = await (options.fetch ?? fetch)(url.href, init);
    return await guardResponse(response, {
      injection,
      deadline,
      isListening: outgoing.method === 'GET',
      shownUrl: outgoing.url.href,
      maxBytes: options.maxResponseBytes ?? LIMITS.responseBytes,
      onLeak: () => options.onLeak?.({ server }),
    });
  } catch (error) {
    deadline.clear();
    // A body that nobody will read keeps its socket.
    if (response?.body && !response.body.locked) response.body.cancel().catch(() => undefined);
    if (deadline.signal.aborted) throw deadline.signal.reason;
    throw error instanceof ResponseRefused ? error : new ServerUnreachable(error);
  }
}

/** The address that is really sent to, query included, and that is the one which is judged (T141, T142). */
function addressFor(address: URL, { query = {}, allowedHosts, expiresAt }: Injection, now: number): URL {
  if (Date.parse(expiresAt) <= now) throw new CallNotMade('injection_expired');
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // `host` leaves the scheme's usual port out, as the registration does; so another port is another host.
  if (
    !allowedHosts.some(
      (allowed) => hostAndPort(allowed, url.protocol) === hostAndPort(url.host, url.protocol),
    )
  )
    throw new CallNotMade('host_not_allowed');
  return url;
}

function hostAndPort(host: string, protocol: string): string {
  return /:\d+$/.test(host) ? host : `${host}:${protocol === 'https:' ? 443 : 80}`;
}
