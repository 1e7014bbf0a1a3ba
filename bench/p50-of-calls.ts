/** How long one of several calls takes, that follow each other. */
import { percentile } from './statistics.ts';

/** How many calls one measurement has. */
export const CALLS = 60;

/** The median. Milliseconds. */
export async function p50OfCalls(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let made = 0; made < CALLS; made += 1) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  return percentile(times, 0.5);
}
