/** The keys of cursors in the local environment. A restart makes others, so older cursors lapse. */
import { createHmac } from 'node:crypto';
import type { CursorKeys, Random } from '../src/broker/ports.ts';

/** Derives the key of each epoch from a key of this process. */
export function localCursorKeys(random: Pick<Random, 'bytes'>): CursorKeys {
  const key = random.bytes(32);
  return { of: async (epoch) => createHmac('sha256', key).update(String(epoch)).digest() };
}
