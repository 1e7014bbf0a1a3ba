import { TellableError } from './tellable-error.ts';

/** The port through which all requests to providers go. Its adapter (`src/egress`) enforces address, deadline and size. */
export interface ProviderRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Value of `User-Agent`, where it is not the adapter's own. A header of this name in `headers` is not sent. */
  userAgent?: string;
  /**
   * Asked when the connection stands, right before the first byte of the request leaves. False: nothing is sent, and the request
   * is rejected with `deadline`. A process can stand still between its own checks and that moment.
   */
  mayStillSend?: () => boolean;
  /** Largest body of the answer in bytes, where that is less than the adapter's own limit. */
  sizeLimit?: number;
  /** Milliseconds for the whole request, where that is less than the adapter's own deadline. */
  timeLimit?: number;
}

/**
 * An answer whose body is already read. Each `Response` is one; the adapter makes none, since a process that starts would load all
 * of Node's `fetch` for it.
 */
export interface ProviderAnswer {
  readonly status: number;
  /** Null: the header was not sent. */
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** Rejects only with {@link ProviderFetchError}. A redirect is returned, not followed. */
export type ProviderFetch = (request: ProviderRequest) => Promise<ProviderAnswer>;

export type ProviderFetchCode = 'address_not_allowed' | 'deadline' | 'too_large' | 'network';

/** A request to a provider that got no complete answer. */
export class ProviderFetchError extends TellableError {
  readonly code: ProviderFetchCode;
  /** False: it is certain that no part of the request reached the provider. */
  readonly sent: boolean;

  constructor(code: ProviderFetchCode, sent: boolean, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'ProviderFetchError';
    this.code = code;
    this.sent = sent;
  }
}

/** The same port, whose requests have this `User-Agent`, for providers with rules for it. */
export function asUserAgent(fetch: ProviderFetch, userAgent: string | undefined): ProviderFetch {
  if (userAgent === undefined) return fetch;
  return (request) => fetch({ ...request, userAgent });
}

/** The same port, whose requests are sent only while `mayStillSend` holds, however long name look-up and connect take. */
export function sentWhile(fetch: ProviderFetch, mayStillSend: () => boolean): ProviderFetch {
  return (request) => fetch({ ...request, mayStillSend });
}
