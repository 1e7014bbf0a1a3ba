/** The escrow as a map of its entries, which a test may write as whoever can write the bucket. */
import { escrowPath, escrowPrefix } from '../../src/aws/escrow-document.ts';
import type { Escrow, EscrowEntry, EscrowPage } from '../../src/broker/ports.ts';

export function escrowInMemory(entries: Map<string, EscrowEntry>, now: () => number): Escrow {
  return {
    put: async (copy) => {
      const path = escrowPath(copy);
      entries.set(path, { path, storedAt: now(), copy });
    },
    of: async (key) => [...entries.values()].filter(({ path }) => path.startsWith(escrowPrefix(key))),
    list: async (limit, after) => pageOf([...entries.keys()], limit, after),
    read: async (path) => entries.get(path),
    delete: async (path) => void entries.delete(path),
  };
}

/** As S3 lists: in order, and where it goes on. */
export function pageOf(all: string[], limit: number, after = ''): EscrowPage {
  const left = all.filter((path) => path > after).sort();
  const paths = left.slice(0, limit);
  const next = left.length > limit ? paths.at(-1) : undefined;
  return { paths, ...(next !== undefined && { next }) };
}
