/** Combines a time limit and other signals into one signal. */
import type { System } from './system.ts';

/** A running deadline. */
export interface Deadline {
  /** Aborted with the deadline's error, or with the reason of the first aborted signal. */
  signal: AbortSignal;
  /** Removes the timer and the listeners. Must be called when the work is done. */
  clear(): void;
}

export interface DeadlineOptions {
  milliseconds: number;
  error: Error;
  others: readonly (AbortSignal | null | undefined)[];
}

/** Starts a deadline. `AbortSignal.any` is not used: it needs Node 20.3, and its listeners cannot be removed. */
export function startDeadline(
  system: Pick<System, 'after'>,
  { milliseconds, error, others }: DeadlineOptions,
): Deadline {
  const controller = new AbortController();
  const signals = others.filter((signal) => signal instanceof AbortSignal);
  const follow = () => controller.abort(signals.find(({ aborted }) => aborted)?.reason);
  const cancel = system.after(milliseconds, () => controller.abort(error));
  for (const signal of signals) signal.addEventListener('abort', follow, { once: true });
  if (signals.some(({ aborted }) => aborted)) follow();
  return {
    signal: controller.signal,
    clear() {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', follow);
    },
  };
}
