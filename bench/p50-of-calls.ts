/** Measures how long a call takes. Calls are made one after the other. */
import { percentile } from './statistics.ts';

/** How many calls one measurement has. */
export const CALLS = 60;

/** Returns the median of the times of {@link CALLS} calls, in milliseconds. */
export async function p50OfCalls(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let made = 0; made < CALLS; made += 1) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  return percentile(times, 0.5);
}
