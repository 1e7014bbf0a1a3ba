/** The escrow as a map of its entries, which a test may write as whoever can write the bucket. */
import { escrowPath, escrowPrefix } from '../../src/aws/escrow-document.ts';
import type { Escrow, EscrowEntry } from '../../src/broker/ports.ts';

export function escrowInMemory(entries: Map<string, EscrowEntry>, now: () => number): Escrow {
  return {
    put: async (copy) => {
      const path = escrowPath(copy);
      entries.set(path, { path, storedAt: now(), copy });
    },
    of: async (key) => [...entries.values()].filter(({ path }) => path.startsWith(escrowPrefix(key))),
    list: async (limit) => [...entries.values()].slice(0, limit),
    delete: async (path) => void entries.delete(path),
  };
}
