/** Reads the request of a transport once, so that the checked message is the one that is sent. */
import { CallNotMade } from './errors.ts';
import { isSafeAddress } from './safe-address.ts';

/** The type of `fetch`, and of the `fetch` option of both SDKs' transports. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A request to an MCP server. */
export interface OutgoingRequest {
  url: URL;
  method: string;
  headers: RequestInit['headers'];
  /** The parsed JSON body; undefined if there is none. */
  message: unknown;
  signal: AbortSignal | undefined;
  /** Other options of the transport, such as undici's `dispatcher`. */
  rest: RequestInit;
}

/**
 * Reads the arguments of a fetch. `plainHttpHosts` may be reached over http. Rejects with CallNotMade `address_refused` or
 * `body_unreadable`.
 */
export async function readOutgoing(
  input: string | URL | Request,
  init: RequestInit = {},
  plainHttpHosts: readonly string[] = [],
): Promise<OutgoingRequest> {
  const { method, headers, body, signal, redirect: _, ...rest } = init;
  const request = input instanceof Request ? input : undefined;
  const url = addressOf(request ? request.url : (input as string | URL), plainHttpHosts);
  const given = body === undefined || body === null ? await bodyOf(request) : body;
  return {
    url,
    method: (method ?? request?.method ?? 'GET').toUpperCase(),
    headers: headers ?? request?.headers,
    message: given === undefined ? undefined : parsed(given),
    signal: signal ?? request?.signal ?? undefined,
    rest,
  };
}

/** Checks the address before the injector is asked, so that a bad one uses no operation id (T141). */
function addressOf(input: string | URL, plainHttpHosts: readonly string[]): URL {
  const address = String(input);
  if (!URL.canParse(address)) throw new CallNotMade('address_refused');
  const url = new URL(address);
  if (!isSafeAddress(url, plainHttpHosts)) throw new CallNotMade('address_refused');
  url.hash = '';
  return url;
}

async function bodyOf(request: Request | undefined): Promise<string | undefined> {
  return request?.body ? request.text() : undefined;
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(textOf(body));
  } catch {
    // A stream, a form or another text: the requested tool is unknown, so no token can be requested for it.
    throw new CallNotMade('body_unreadable');
  }
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer || body instanceof Uint8Array)
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  throw new TypeError('not text');
}
