/** Bounds how many clients are kept that registered themselves: anybody who reaches the endpoint can register one. */
import type { Adapter, AdapterFactory } from 'oidc-provider';

/** Of each of the two lists. */
export const MOST_REGISTRATIONS = 100;
/** One row with both lists, the oldest client first. */
const LISTS = { model: 'RegistrationLists', id: 'all' };
interface Lists {
  /** Nobody has allowed these yet, so a flood of registrations pushes out only them. */
  asking: string[];
  allowed: string[];
}

export interface KeptRegistrations {
  /** The same store, in which a new registration takes the place of the oldest one that nobody allowed. */
  adapter: AdapterFactory;
  /** A person has allowed the client. It stays until so many others were allowed after it. */
  allowed(clientId: string): Promise<void>;
}

export function keptRegistrations(store: AdapterFactory): KeptRegistrations {
  const [clients, lists] = [store('Client'), store(LISTS.model)];
  const apply = async (next: (lists: Lists) => Lists) => {
    const row = await lists.find(LISTS.id);
    const before = { asking: [], allowed: [], ...(row as Partial<Lists> | undefined) };
    const after = next(before);
    const kept = {
      asking: after.asking.slice(-MOST_REGISTRATIONS),
      allowed: after.allowed.slice(-MOST_REGISTRATIONS),
    };
    await lists.upsert(LISTS.id, { ...kept });
    const stays = new Set([...kept.asking, ...kept.allowed]);
    for (const id of [...before.asking, ...after.allowed]) if (!stays.has(id)) await clients.destroy(id);
  };
  // One after the other, so that none overwrites what another has just noted.
  let last: Promise<void> = Promise.resolve();
  const change = (next: (lists: Lists) => Lists) =>
    (last = last.catch(() => undefined).then(() => apply(next)));
  const registering: Adapter = {
    ...clients,
    async upsert(id, payload, expiresIn) {
      await clients.upsert(id, payload, expiresIn);
      await change(({ asking, allowed }) => ({ asking: [...asking, id], allowed }));
    },
  };
  return {
    adapter: (name) => (name === 'Client' ? registering : store(name)),
    async allowed(clientId) {
      // A client of a document (CIMD) is not kept at all.
      if (!(await clients.find(clientId))) return;
      const without = (ids: string[]) => ids.filter((id) => id !== clientId);
      await change(({ asking, allowed }) => ({
        asking: without(asking),
        allowed: [...without(allowed), clientId],
      }));
    },
  };
}
