import { LIMITS } from '../limits.ts';
import type { Deadline, Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { Change, ConnectionKey } from '../stores.ts';

export interface DurableStore {
  key: ConnectionKey;
  /** Sets `tokensStoredBy` to an id of this store alone. */
  change: Change<Connection>;
  giveUpAt: Deadline;
}

/**
 * Stores tokens that the provider has handed over: tries until the table answers or time is up, and lets the item itself
 * say whether a refused write was our own earlier one. False: something newer stands. Rejects: nobody knows.
 */
export async function storeDurably(
  ports: Pick<Ports, 'connections' | 'clock'>,
  { key, change, giveUpAt }: DurableStore,
): Promise<boolean> {
  for (;;) {
    try {
      if (await ports.connections.change(key, change)) return true;
      const record = await ports.connections.read(key);
      return record?.tokensStoredBy === change.set.tokensStoredBy;
    } catch (error) {
      if (ports.clock.now() + LIMITS.storeRetry >= giveUpAt) throw error;
      await ports.clock.sleep(LIMITS.storeRetry);
    }
  }
}
