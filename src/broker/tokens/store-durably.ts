import { LIMITS } from '../limits.ts';
import type { Deadline, Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { Change, ConnectionKey } from '../stores.ts';

/** One store of tokens, and when to give up. */
export interface DurableStore {
  key: ConnectionKey;
  /** It sets `tokensStoredBy` to an id that only this store uses. */
  change: Change<Connection>;
  giveUpAt: Deadline;
}

/**
 * Stores tokens that the provider has issued: tries until the table answers or time is up. After a refused write it
 * reads the item, which shows whether its own earlier write succeeded. False: a newer epoch or generation exists. If it
 * rejects, it is unknown whether the tokens are stored.
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
