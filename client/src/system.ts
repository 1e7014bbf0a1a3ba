/** Time, randomness and environment variables, which tests replace. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** The system functions that this package uses. */
export interface System {
  /** Milliseconds since the epoch. */
  now(): number;
  randomBytes(length: number): Uint8Array;
  /** Waits. Rejects if the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `elapsed` after the time, unless the returned function was called before. */
  after(milliseconds: number, elapsed: () => void): () => void;
  /** The environment variables of this process. */
  environment(): Readonly<Record<string, string | undefined>>;
}

/** The system functions of this process. */
export const SYSTEM: System = {
  now: () => Date.now(),
  randomBytes: (length) => randomBytes(length),
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
  after(milliseconds, elapsed) {
    const timer = setTimeout(elapsed, milliseconds);
    // The timer of an unread answer must not keep the process alive.
    timer.unref();
    return () => clearTimeout(timer);
  },
  environment: () => process.env,
};
