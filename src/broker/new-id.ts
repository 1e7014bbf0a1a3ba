import type { Ports } from './ports.ts';

/** 128 random bits that mark one intended write, or one holder of a lease. */
export function newId({ random }: Pick<Ports, 'random'>): string {
  return Buffer.from(random.bytes(16)).toString('base64url');
}
