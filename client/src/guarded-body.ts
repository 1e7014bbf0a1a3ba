/** A response body on its way to the transport: counted, timed and scrubbed, chunk by chunk (T151, T153). */
import type { Deadline } from './deadline.ts';
import { ResponseRefused, ServerUnreachable } from './errors.ts';
import type { Scrubber } from './scrub-bytes.ts';

export interface BodyGuards {
  scrubber: Scrubber;
  maxBytes: number;
  deadline: Deadline;
  /**
   * The stream that a client listens to for as long as there is something to hear: at a limit it ends, and the transport
   * opens another. An answer that is cut short must not look whole, so there a limit is an error.
   */
  isListening: boolean;
}

export function guardedBody(
  upstream: ReadableStream<Uint8Array>,
  { scrubber, maxBytes, deadline, isListening }: BodyGuards,
): ReadableStream<Uint8Array> {
  const reader = upstream.getReader();
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
