/** The keys of cursors in the local environment. A restart makes others, so older cursors lapse. */
import type { CursorKeys, Random } from '../src/broker/ports.ts';
import { macOf } from '../src/vault/mac.ts';

/** Derives the key of each epoch from a key of this process. */
export function localCursorKeys(random: Pick<Random, 'bytes'>): CursorKeys {
  const key = random.bytes(32);
  return { of: async (epoch) => macOf(key, [String(epoch)]) };
}
