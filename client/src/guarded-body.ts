/** Passes a response body to the transport. Each chunk is counted, timed and searched for the token (T151, T153). */
import { refuseCompressed } from './content-encoding.ts';
import type { Deadline } from './deadline.ts';
import { ResponseRefused, ServerUnreachable } from './errors.ts';
import type { Scrubber } from './scrub-bytes.ts';

/** What the checks of one body need. */
export interface BodyGuards {
  scrubber: Scrubber;
  maxBytes: number;
  deadline: Deadline;
  /**
   * Whether the body is the client's listening GET stream. At a limit this stream ends, and the transport opens another.
   * For other bodies a limit is an error, because a shortened answer must not look complete.
   */
  isListening: boolean;
}

/**
 * The guarded body. It fails with {@link ResponseRefused} at a limit, and with {@link ServerUnreachable} if the server
 * breaks off.
 */
export function guardedBody(
  upstream: ReadableStream<Uint8Array>,
  { scrubber, maxBytes, deadline, isListening }: BodyGuards,
): ReadableStream<Uint8Array> {
  const reader = upstream.getReader();
  const check = refuseCompressed();
  let left = maxBytes;
  let onAbort: () => void;

  function finish(): void {
    deadline.signal.removeEventListener('abort', onAbort);
    deadline.clear();
  }
  function stop(controller: ReadableStreamDefaultController<Uint8Array>, error: unknown): void {
    finish();
    if (isListening && error instanceof ResponseRefused) controller.close();
    else controller.error(error);
    reader.cancel().catch(() => undefined);
  }
  async function nextSure(): Promise<Uint8Array | undefined> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      left -= value.byteLength;
      if (left < 0) throw new ResponseRefused('too_large');
      check(value);
      const sure = scrubber.push(value);
      if (sure.length > 0) return sure;
    }
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      onAbort = () => stop(controller, deadline.signal.reason);
      if (deadline.signal.aborted) onAbort();
      else deadline.signal.addEventListener('abort', onAbort, { once: true });
    },
    async pull(controller) {
      try {
        const sure = await nextSure();
        if (deadline.signal.aborted) return;
        if (sure) return controller.enqueue(sure);
        const last = scrubber.end();
        if (last.length > 0) controller.enqueue(last);
        controller.close();
        finish();
      } catch (error) {
        if (deadline.signal.aborted) return;
        stop(controller, error instanceof ResponseRefused ? error : new ServerUnreachable(error));
      }
    },
    cancel(reason) {
      finish();
      return reader.cancel(reason);
    },
  });
}
