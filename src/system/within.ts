import { setTimeout as sleep } from 'node:timers/promises';

/** What `work` resolves with, or undefined when so many milliseconds are over first. Its timer keeps no process alive. */
export function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  return Promise.race([work, sleep(milliseconds, undefined, { ref: false })]);
}
