/** A clock that the test moves: nothing here waits. */
import type { System } from '../../client/src/index.ts';

export interface TestSystem extends System {
  slept: number[];
  advance(milliseconds: number): void;
  /** Timers that were neither cancelled nor called. */
  pending(): number;
}

export function testSystem(start = Date.parse('2026-11-24T10:00:00Z')): TestSystem {
  let now = start;
  let seed = 0;
  const timers = new Set<{ at: number; elapsed: () => void }>();
  const slept: number[] = [];
  function advance(milliseconds: number): void {
    now += milliseconds;
    for (const timer of [...timers]) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.elapsed();
    }
  }
  return {
    slept,
    advance,
    pending: () => timers.size,
    now: () => now,
    randomBytes: (length) => new Uint8Array(length).fill(++seed),
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      advance(milliseconds);
    },
    after(milliseconds, elapsed) {
      const timer = { at: now + milliseconds, elapsed };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    environment: () => ({}),
  };
}
