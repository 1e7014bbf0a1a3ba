/** Sends one request with or without an injection. guard-response.ts checks the response. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { AnswerSecrets } from './answer-secrets.ts';
import { challengedScopes } from './challenge.ts';
import { startDeadline } from './deadline.ts';
import { CallNotMade, ResponseRefused, ServerUnreachable } from './errors.ts';
import { guardResponse } from './guard-response.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { LIMITS } from './limits.ts';
import type { FetchLike, OutgoingRequest } from './outgoing-request.ts';
import { headersToSend } from './request-headers.ts';
import { SYSTEM, type System } from './system.ts';

/** Options for the requests to one server. */
export interface SendOptions {
  /**
   * The runtime's own headers for this server, such as the secret of a gateway. They are not removed, unlike headers of
   * the transport or the MCP client. An injected header of the same name replaces them.
   */
  headers?: Record<string, string>;
  /**
   * Hosts in the runtime's own private network that get requests over plain http, which does not encrypt the token. Each
   * is `host`, or `host:port`, as in the URL. Only name hosts that your stage allows with `workspaceServers`.
   */
  plainHttpHosts?: readonly string[];
  /** Default: the global fetch. It must respect `redirect: 'manual'`, and decode gzip, deflate and br. */
  fetch?: FetchLike;
  /** Most bytes of one answer, decoded. Default 10 MiB. */
  maxResponseBytes?: number;
  /** Milliseconds from sending to the last byte. Default five minutes. */
  responseTimeout?: number;
  /** Called if an answer contained the token, which was removed. */
  onLeak?: (leak: Leak) => void;
  /** Clock and timer, for tests. */
  system?: Partial<System>;
}

/** A server that repeated the token in its answer. */
export interface Leak {
  /** Id of the server's registration. */
  server: string;
}

export interface Sending {
  server: string;
  outgoing: OutgoingRequest;
  injection: Injection | undefined;
  /** What to remove from the answer. The injection is added to it. */
  known: KnownSecrets;
  /** A signal in addition to that of the transport. */
  signal?: AbortSignal;
  /** Called with the scopes that the server asks for, if it answers an injection with 403. The transport gets no challenge. */
  onChallenge?: (scopes: string[]) => void;
}

/** Sends the request. @throws {CallNotMade | ResponseRefused | ServerUnreachable}, or the reason of an aborted signal */
export async function sendRequest(options: SendOptions, sending: Sending): Promise<Response> {
  const system = { ...SYSTEM, ...options.system };
  const { server, outgoing, injection, known, signal } = sending;
  const secrets = new AnswerSecrets(known, injection);
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
    noteChallenge(response, sending);
    return await guardResponse(response, {
      secrets,
      deadline,
      isListening: outgoing.method === 'GET',
      shownUrl: outgoing.url.href,
      maxBytes: options.maxResponseBytes ?? LIMITS.responseBytes,
      onLeak: () => options.onLeak?.({ server }),
    });
  } catch (error) {
    deadline.clear();
    // An unread body would keep its socket open.
    if (response?.body && !response.body.locked) response.body.cancel().catch(() => undefined);
    if (deadline.signal.aborted) throw deadline.signal.reason;
    throw error instanceof ResponseRefused ? error : new ServerUnreachable(error);
  }
}

function noteChallenge({ status, headers }: Response, { injection, onChallenge }: Sending): void {
  const scopes = injection && status === 403 ? challengedScopes(headers.get('www-authenticate')) : undefined;
  if (scopes) onChallenge?.(scopes);
}

/** The URL with injected query parameters, after a check of its host (T141, T142). */
function addressFor(address: URL, injection: Injection, now: number): URL {
  const { query = {}, allowedHosts, allowedUrl, expiresAt } = injection;
  if (Date.parse(expiresAt) <= now) throw new CallNotMade('injection_expired');
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // A host without a port means the default port of the scheme. Another port counts as another host.
  if (
    !allowedHosts.some(
      (allowed) => hostAndPort(allowed, url.protocol) === hostAndPort(url.host, url.protocol),
    )
  )
    throw new CallNotMade('host_not_allowed');
  if (allowedUrl !== undefined && !isAt(url, allowedUrl)) throw new CallNotMade('host_not_allowed');
  return url;
}

/** Whether a URL is the allowed one, whatever its query (T187). */
function isAt({ origin, pathname }: URL, allowedUrl: string): boolean {
  const allowed = new URL(allowedUrl);
  return origin === allowed.origin && pathname === allowed.pathname;
}

function hostAndPort(host: string, protocol: string): string {
  return /:\d+$/.test(host) ? host : `${host}:${protocol === 'https:' ? 443 : 80}`;
}
