/** Ids and jitter out of random bytes. Covers src/broker/new-id.ts, src/broker/random-fraction.ts. */
import { expect, it } from 'vitest';
import { newId } from '../../src/broker/new-id.ts';
import { randomFraction } from '../../src/broker/random-fraction.ts';

/** Gives these bytes, and only if as many are asked for. */
const giving = (...given: number[]) => ({
  random: {
    bytes: (count: number) => {
      expect(count).toBe(given.length);
      return Uint8Array.from(given);
    },
  } as never,
});

it('an id is 128 random bits in base64url', () => {
  expect(newId(giving(...Array<number>(16).fill(0xff)))).toBe(`${'_'.repeat(21)}w`);
  expect(newId(giving(...Array<number>(15).fill(0), 1))).toBe(`${'A'.repeat(20)}AQ`);
});

it('a random fraction is at least 0 and less than 1', () => {
  expect(randomFraction(giving(0, 0, 0, 0))).toBe(0);
  expect(randomFraction(giving(0x80, 0, 0, 0))).toBe(0.5);
  expect(randomFraction(giving(0xff, 0xff, 0xff, 0xff))).toBe(1 - 2 ** -32);
});
