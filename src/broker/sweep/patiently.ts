/** Waits where the table throttles: a sweep slows down, and does not fail. */
import { LIMITS } from '../limits.ts';
import type { Deadline, Ports } from '../ports.ts';
import { randomFraction } from '../random-fraction.ts';

export interface PatiencePorts extends Pick<Ports, 'clock' | 'random'> {
  /** Whether an error says that the table has no capacity now, after the attempts of its client. */
  isThrottled(error: unknown): boolean;
}

/**
 * Repeats `work` with growing pauses as long as the table throttles it. Rejects with the error of the throttling if the next
 * pause would end at `until` or later, and with any other error at once.
 */
export async function patiently<Result>(
  ports: PatiencePorts,
  until: Deadline,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let pause: number = LIMITS.throttledPause; ; pause = Math.min(2 * pause, LIMITS.throttledPauseCap))
    try {
      return await work();
    } catch (error) {
      if (!ports.isThrottled(error) || ports.clock.now() + pause >= until) throw error;
      // Segments that were throttled together do not come back together.
      await ports.clock.sleep(Math.ceil((pause * (1 + randomFraction(ports))) / 2));
    }
}
