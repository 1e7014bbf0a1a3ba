/** Passes a response body to the transport. Each chunk is counted, timed and searched for the token (T151, T153). */
import { setImmediate } from 'node:timers/promises';
import { refuseCompressed } from './content-encoding.ts';
import type { Deadline } from './deadline.ts';
import { ResponseRefused, ServerUnreachable } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { Scrubber } from './scrub-bytes.ts';

const NOTHING = new Uint8Array();

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
  /** What was read and not searched yet. */
  let rest: Uint8Array = NOTHING;
  let searchedInTurn = 0;
  let onAbort: () => void;

  function finish(): void {
    rest = NOTHING;
    deadline.signal.removeEventListener('abort', onAbort);
    deadline.clear();
  }
  function stop(controller: ReadableStreamDefaultController<Uint8Array>, error: unknown): void {
    finish();
    if (isListening && error instanceof ResponseRefused) controller.close();
    else controller.error(error);
    reader.cancel().catch(() => undefined);
  }
  async function readOn(): Promise<boolean> {
    const { done, value } = await reader.read();
    if (done) return false;
    left -= value.byteLength;
    if (left < 0) throw new ResponseRefused('too_large');
    check(value);
    rest = value;
    return true;
  }
  /** Between slices other work has its turn, however many bytes are there at once. */
  async function nextSlice(): Promise<Uint8Array> {
    if (searchedInTurn >= LIMITS.searchSlice) {
      await setImmediate();
      searchedInTurn = 0;
    }
    const slice = rest.subarray(0, LIMITS.searchSlice - searchedInTurn);
    rest = rest.subarray(slice.length);
    searchedInTurn += slice.length;
    return slice;
  }
  async function nextSure(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (rest.length === 0 && !(await readOn())) return undefined;
      const sure = scrubber.push(await nextSlice());
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
