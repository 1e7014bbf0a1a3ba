/**
 * The seed of the property tests: a fixed one, so that `npm test` says the same of the same code every time. `SEED=random`
 * draws one, and `SEED=<number>` repeats the run that printed this number.
 */
import type { TestProject } from 'vitest/node';

/** Any number will do; it changes only if a test needs other examples. */
const FIXED = 20_261_129;

declare module 'vitest' {
  export interface ProvidedContext {
    propertySeed: number;
  }
}

/** Chooses the seed of this run, prints it, and gives it to the workers. Throws for a `SEED` that is neither. */
export default function chooseSeed({ provide }: TestProject): void {
  const seed = seedOf(process.env.SEED);
  provide('propertySeed', seed);
  console.log(`property tests: SEED=${seed}`);
}

/** The seed that a value of the variable `SEED` stands for: a whole number of 32 bits with a sign, as fast-check takes it. */
export function seedOf(wanted: string | undefined, draw: () => number = Math.random): number {
  if (wanted === undefined || wanted === '') return FIXED;
  if (wanted === 'random') return Math.floor(draw() * 2 ** 31);
  const seed = Number(wanted);
  if (!/^-?\d+$/.test(wanted) || (seed | 0) !== seed)
    throw new Error(`SEED is ${wanted}, and not a number of 32 bits`);
  return seed;
}
