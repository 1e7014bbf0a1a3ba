/** Replaces EventBridge Scheduler locally: it runs a tick, pauses, and repeats until it is stopped. */
import { setTimeout } from 'node:timers/promises';

export interface Scheduler {
  stop(): Promise<void>;
}

/** Starts the scheduler. A failed tick is reported to `onFailure`; the next tick does its work. */
export function startScheduler(
  everySeconds: number,
  tick: () => Promise<unknown>,
  onFailure: (error: unknown) => void,
): Scheduler {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await tick().catch(onFailure);
      await setTimeout(everySeconds * 1_000, undefined, { signal: stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
