/** Takes the place of EventBridge Scheduler: a tick, then a pause, until it is stopped. */
import { setTimeout } from 'node:timers/promises';

export interface Scheduler {
  stop(): Promise<void>;
}

/** A tick that fails is told, and the next one is its retry. */
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
