/** What a transport wants to send, read once: the message that is judged is the message that is sent. */
import { CallNotMade } from './errors.ts';
import { isSafeAddress } from './safe-address.ts';

/** What a fetch takes and gives; both SDK lines' transports have an option of this type. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface OutgoingRequest {
  url: URL;
  method: string;
  headers: RequestInit['headers'];
  /** The parsed JSON body; undefined where there is none. */
  message: unknown;
  signal: AbortSignal | undefined;
  /** The rest of what the transport gave, such as undici's `dispatcher`. */
  rest: RequestInit;
}

export async function readOutgoing(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<OutgoingRequest> {
  const { method, headers, body, signal, redirect: _, ...rest } = init;
  const request = input instanceof Request ? input : undefined;
  const url = addressOf(request ? request.url : (input as string | URL));
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

/** Refused before anything is asked, so that no id is spent on it (T141). */
function addressOf(input: string | URL): URL {
  const address = String(input);
  if (!URL.canParse(address)) throw new CallNotMade('address_refused');
  const url = new URL(address);
  if (!isSafeAddress(url)) throw new CallNotMade('address_refused');
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
    // Streams, forms and other text: what it asks for cannot be told, so neither can whether a token is for it.
    throw new CallNotMade('body_unreadable');
  }
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer || body instanceof Uint8Array)
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  throw new TypeError('not text');
}
