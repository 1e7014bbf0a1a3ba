/**
 * Property tests run a fixed seed unless the variable `SEED` says otherwise.
 * Covers test/setup/property-seed.ts, test/setup/property-tests.ts.
 */
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { seedOf } from '../setup/property-seed.ts';

describe('the seed of property tests', () => {
  it('is the same in every run, or drawn, or given', () => {
    expect(seedOf(undefined)).toBe(seedOf(''));
    expect(seedOf('random', () => 0.5)).toBe(2 ** 30);
    expect(seedOf('random', () => 0.999_999_999_9)).toBeLessThan(2 ** 31);
    expect(seedOf('-1483804333')).toBe(-1_483_804_333);
  });

  it.each(['soon', '1.5', '1e3', '4294967296', ' 1'])(
    'is refused if it is no number of 32 bits: %s',
    (wanted) => {
      expect(() => seedOf(wanted)).toThrow(`SEED is ${wanted}`);
    },
  );

  it('is that of every property of the run', () => {
    const seen = fc.check(fc.property(fc.nat(), () => true));
    expect(seen.seed).toBe(inject('propertySeed'));
  });
});
