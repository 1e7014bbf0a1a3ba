/** The clock of a runner: a sleep is noted and not slept, and a timeout comes so many times faster. */
import { randomBytes } from 'node:crypto';
import type { System } from '../../client/src/index.ts';

export interface RunnerSystem extends System {
  slept: number[];
}

/** `environment` is what the client sees of the variables of its process. */
export function runnerSystem(faster: number, environment: Record<string, string> = {}): RunnerSystem {
  let ahead = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => Date.now() + ahead,
    randomBytes: (length) => randomBytes(length),
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      ahead += milliseconds;
    },
    after(milliseconds, elapsed) {
      const timer = setTimeout(() => {
        ahead += milliseconds - milliseconds / faster;
        elapsed();
      }, milliseconds / faster);
      timer.unref();
      return () => clearTimeout(timer);
    },
    environment: () => environment,
  };
}
