import type { Ports } from './ports.ts';

/** Makes an id of 128 random bits, in base64url, for one intended write or one holder of a lease. */
export function newId({ random }: Pick<Ports, 'random'>): string {
  return Buffer.from(random.bytes(16)).toString('base64url');
}
