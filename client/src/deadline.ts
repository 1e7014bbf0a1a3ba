/** One signal out of a time limit and the signals of others. */
import type { System } from './system.ts';

export interface Deadline {
  /** Aborted with the error given for the time, or with the reason of whoever aborted first. */
  signal: AbortSignal;
  /** To be called when the work is done: forgets timer and listeners. */
  clear(): void;
}

export interface DeadlineOptions {
  milliseconds: number;
  error: Error;
  others: readonly (AbortSignal | null | undefined)[];
}

/** `AbortSignal.any` came with Node 20.3, and keeps what it listens to for as long as that lives. */
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
