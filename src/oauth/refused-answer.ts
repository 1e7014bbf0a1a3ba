import { ResponseBodyError } from 'oauth4webapi';
import type { OAuthFacts } from './provider.ts';
import { retryAfterOf } from './retry-after.ts';
import { TellableError } from './tellable-error.ts';

/** Error codes of RFC 6749 sections 4.1.2.1 and 5.2 that say whose fault it is, and `slow_down` of RFC 8628. */
export const CLIENT_CODES = ['invalid_client', 'unauthorized_client', 'unsupported_grant_type'];
export const TRANSIENT_CODES = ['temporarily_unavailable', 'server_error', 'slow_down'];
export const GRANT_CODES = ['invalid_grant'];
/** A code as RFC 6749 section 5.2 allows it, and no more than one word, so that it is no sentence of the provider's. */
const ONE_WORD = /^[A-Za-z0-9_.:-]{1,64}$/;

/** A provider refused a token request: the answer's status, a code that was known before it came, and how long to wait. */
export class RefusedAnswer extends TellableError {
  readonly status: number;
  /** Undefined if the answer has none, or one that neither the RFCs nor the provider's file knows. */
  readonly errorCode: string | undefined;
  /** Private, because their values are the provider's text. */
  readonly #waits: Headers;
  readonly #said: string | undefined;

  /** `said` is the error code as the provider wrote it. */
  constructor({ status, headers }: Response, errorCode: string | undefined, said?: string) {
    super(`the provider refused the request (${status})`);
    this.name = 'RefusedAnswer';
    this.status = status;
    this.errorCode = errorCode;
    this.#waits = headers;
    this.#said = said !== undefined && ONE_WORD.test(said) ? said : undefined;
  }

  /** The error code as the provider wrote it, for whoever asked and for no log. Undefined: there is none, or it is no word. */
  saidCode(): string | undefined {
    return this.#said;
  }

  /** Seconds, from Retry-After. `now` is in milliseconds since the epoch. */
  retryAfter(now?: number): number | undefined {
    return retryAfterOf({ headers: this.#waits }, now);
  }
}

/** The refusal in an error of oauth4webapi; undefined if the error is not about an answer. */
export function refusedAnswer(error: unknown, { errors }: OAuthFacts): RefusedAnswer | undefined {
  const response = responseOf(error);
  if (!response) return undefined;
  const known = [...CLIENT_CODES, ...TRANSIENT_CODES, ...GRANT_CODES, ...Object.values(errors).flat()];
  const code = error instanceof ResponseBodyError ? error.error : undefined;
  return new RefusedAnswer(
    response,
    known.find((each) => each === code),
    code,
  );
}

/** The response of an oauth4webapi error: its `response` or its `cause`. */
function responseOf(error: unknown): Response | undefined {
  if (!(error instanceof Error)) return undefined;
  const { response } = error as { response?: unknown };
  if (response instanceof Response) return response;
  return error.cause instanceof Response ? error.cause : undefined;
}
