/** Notes why the requests of one exchange fail, and ends it: the transport of MCP would wait for the rest of a broken stream. */
import type { FetchLike } from '../../../client/src/index.ts';
import type { EndpointPorts } from '../endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';

type After = NonNullable<EndpointPorts['after']>;

/** Watches the fetch of the client package, and so sees which answers the package refuses. Aborts `end` if the exchange cannot go on. */
export class WatchedFetch {
  readonly #end: AbortController;
  readonly #after: After;
  /** How many requests have an answer that is not read to its end. */
  #open = 0;
  #first: { error: unknown } | undefined;
  #stopTimer: () => void = () => undefined;
  #onAnswer: () => void = () => undefined;

  constructor(end: AbortController, after: After) {
    this.#end = end;
    this.#after = after;
  }

  fetch(fetch: FetchLike): FetchLike {
    return async (input, init) => {
      if (init?.method !== 'POST') return fetch(input, init);
      this.#stopTimer();
      this.#open += 1;
      const response = await fetch(input, init).catch(this.#fail);
      this.#onAnswer();
      return this.#withBody(response);
    };
  }

  /** The first failure of a request, or of the body of an answer. */
  failure(): unknown {
    return this.#first?.error;
  }

  /** When a call is cancelled, the SDK sends the server a last message. Waits until the message is answered, for `afterStream` at most. */
  lastWords(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#after(LIMITS.afterStream, resolve);
      this.#onAnswer = () => {
        stop();
        resolve();
      };
    });
  }

  stop(): void {
    this.#stopTimer();
  }

  readonly #fail = (error: unknown): never => {
    // If somebody else has ended the exchange, the error is no failure of the server.
    if (!this.#end.signal.aborted) this.#first ??= { error };
    this.#end.abort();
    throw error;
  };

  #withBody(response: Response): Response {
    const { body, status, headers } = response;
    const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (!body || !isStream) this.#open -= 1;
    return body ? new Response(this.#watched(body, isStream), { status, headers }) : response;
  }

  #watched(body: ReadableStream<Uint8Array>, isStream: boolean): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await reader.read().catch(this.#fail);
        if (!done) return controller.enqueue(value);
        controller.close();
        if (isStream) this.#streamEnded();
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  /** If no other request is open, no answer can come any more, except one that the reader still passes on. */
  #streamEnded(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#stopTimer = this.#after(LIMITS.afterStream, () => this.#end.abort());
  }
}
