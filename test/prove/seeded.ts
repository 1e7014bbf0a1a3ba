/** Randomness that a seed repeats: for faults and for the port alike. */
import type { Random } from '../../src/broker/ports.ts';
import { uuidV7 } from '../../src/system/random.ts';

export interface Dice {
  /** In [0, 1). */
  next(): number;
  oneIn(chances: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** mulberry32: 32 bits of state are plenty to choose faults with. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    oneIn: (chances) => next() * chances < 1,
    pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number],
  };
}

export function seededRandom({ next }: Dice): Random {
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(next() * 256));
  return { bytes, uuidV7: (now) => uuidV7(now, bytes(10)) };
}
