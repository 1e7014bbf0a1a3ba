/** The edge: time, randomness and environment, in one place and to be replaced in tests. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface System {
  /** Milliseconds since the epoch. */
  now(): number;
  randomBytes(length: number): Uint8Array;
  /** Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `elapsed` once, unless the returned function is called before. */
  after(milliseconds: number, elapsed: () => void): () => void;
  /** The variables of this process. */
  environment(): Readonly<Record<string, string | undefined>>;
}

export const SYSTEM: System = {
  now: () => Date.now(),
  randomBytes: (length) => randomBytes(length),
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
  after(milliseconds, elapsed) {
    const timer = setTimeout(elapsed, milliseconds);
    // An answer that nobody reads must not keep a process alive.
    timer.unref();
    return () => clearTimeout(timer);
  },
  environment: () => process.env,
};
