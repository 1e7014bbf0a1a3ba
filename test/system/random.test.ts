/** Covers src/system/random.ts. */
import { describe, expect, it } from 'vitest';
import { OperationId } from '../../src/contract/resources/identifier-schemas.ts';
import { systemRandom, uuidV7 } from '../../src/system/random.ts';

const zeros = new Uint8Array(10);
const ones = new Uint8Array(10).fill(0xff);

describe('a UUIDv7', () => {
  it('is the example of RFC 9562 appendix A.6', () => {
    // Its random parts: rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex');
    expect(uuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it.each([
    ['of zeros', zeros, '018bcfe5-6800-7000-8000-000000000000'],
    ['of ones', ones, '018bcfe5-6800-7fff-bfff-ffffffffffff'],
  ])('has version and variant %s', (_title, random, expected) => {
    expect(uuidV7(1_700_000_000_000, random)).toBe(expected);
    expect(OperationId.parse(expected)).toBe(expected);
  });

  it('sorts by time as text, whatever its random part', () => {
    const times = [0, 1, 255, 256, 65_535, 65_536, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
    const ids = times.flatMap((time) => [uuidV7(time, zeros), uuidV7(time, ones)]);
    expect([...ids].sort()).toEqual(ids);
    expect(() => uuidV7(2 ** 48, zeros)).toThrow(RangeError);
    expect(() => uuidV7(-1, zeros)).toThrow(RangeError);
  });

  it('T004: does not repeat within a millisecond', () => {
    const ids = Array.from({ length: 10_000 }, () => systemRandom.uuidV7(1_700_000_000_000));
    expect(new Set(ids).size).toBe(10_000);
    for (const id of ids.slice(0, 100)) expect(OperationId.safeParse(id).success).toBe(true);
  });
});

describe('random bytes', () => {
  it('T004: are as many as asked for, and other ones each time', () => {
    const drawn = Array.from({ length: 1_000 }, () => Buffer.from(systemRandom.bytes(32)).toString('hex'));
    expect(new Set(drawn).size).toBe(1_000);
    expect(drawn.every((hex) => hex.length === 64)).toBe(true);
    expect(systemRandom.bytes(0)).toHaveLength(0);
  });
});
