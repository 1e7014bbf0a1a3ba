import type { Ports } from './ports.ts';

/** Returns a uniform random number in [0, 1), for jitter. */
export function randomFraction({ random }: Pick<Ports, 'random'>): number {
  return Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;
}
