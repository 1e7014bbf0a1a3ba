/** Settles copies of all connections, as many as there is time for. */
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import type { EscrowEntry } from '../ports.ts';
import { type EscrowQueue, escrowQueue } from './escrow-queue.ts';
import { type EscrowPorts, settleEntry } from './rotation-escrow.ts';

/**
 * Settles copies until `until` (milliseconds since the epoch) and returns how many were stored. A failure of one copy
 * is logged. Rejects if the escrow cannot be listed.
 */
export async function reconcileEscrow(ports: EscrowPorts, until: number): Promise<number> {
  const queue = escrowQueue(ports, await listed(ports, until));
  const workers = Array.from({ length: LIMITS.escrowConcurrency }, () => settleInTurn(ports, queue, until));
  return (await Promise.all(workers)).reduce((sum, stored) => sum + stored, 0);
}

/** The paths of all copies. What is listed no more, because of the time or the limit, has its turn at a later tick. */
async function listed({ escrow, clock }: EscrowPorts, until: number): Promise<string[]> {
  const all: string[] = [];
  let after: string | undefined;
  do {
    const { paths, next } = await escrow.list(LIMITS.escrowListing, after);
    all.push(...paths);
    after = next;
  } while (after !== undefined && all.length < LIMITS.escrowPaths && clock.now() < until);
  return all;
}

async function settleInTurn(ports: EscrowPorts, queue: EscrowQueue, until: number): Promise<number> {
  let stored = 0;
  for (let next = queue.take(); next; next = queue.take()) {
    for (const path of next.paths) {
      if (ports.clock.now() >= until) return stored;
      if ((await settlePath(ports, path)) === 'stored') stored++;
    }
    queue.done(next);
  }
  return stored;
}

async function settlePath(ports: EscrowPorts, path: string): Promise<'stored' | 'none'> {
  let entry: EscrowEntry | undefined;
  try {
    entry = await ports.escrow.read(path);
    return entry ? await settleEntry(ports, entry) : 'none';
  } catch (error) {
    // Of a path nothing is logged: whoever can write the bucket chooses it.
    ports.log.error('escrow_failed', { ...entry?.copy?.key, error: errorName(error) });
    return 'none';
  }
}
