import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves as `work` does, or with undefined after `milliseconds`. The timer does not keep the process alive. */
export function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  return Promise.race([work, sleep(milliseconds, undefined, { ref: false })]);
}
