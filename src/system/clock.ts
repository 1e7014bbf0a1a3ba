import type { Clock } from '../broker/ports.ts';

/** The clock of the process: milliseconds since the epoch, and a real timer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
