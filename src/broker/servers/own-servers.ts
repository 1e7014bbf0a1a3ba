import { placementFaults } from '../../contract/placement-faults.ts';
import { ServerRegistration } from '../../contract/server-registration.ts';
import type { Vault } from '../../vault/vault.ts';
import { serverDestination } from '../destination.ts';
import { LIMITS } from '../limits.ts';
import type { Clock, OwnServers } from '../ports.ts';
import { serverPlace } from '../sealed-places.ts';
import type { ServerKey, ServerStore } from '../stores.ts';

/**
 * Caches registrations for a bounded time and in a bounded number. It also caches absence: an unknown id costs one read
 * a minute.
 */
export function cachedServers(
  store: Pick<ServerStore, 'read'>,
  vault: Pick<Vault, 'open'>,
  clock: Clock,
): OwnServers {
  const cache = new Map<string, { found: Promise<ServerRegistration | undefined>; since: number }>();
  return {
    find(key) {
      const id = `${key.workspaceId}/${key.serverId}`;
      const cached = cache.get(id);
      if (cached && clock.now() - cached.since < LIMITS.ownServerAge) return cached.found;
      const found = provedRegistration(store, vault, key);
      found.catch(() => cache.delete(id));
      cache.delete(id);
      cache.set(id, { found, since: clock.now() });
      // A Map keeps the order of insertion: the first key is the oldest.
      if (cache.size > LIMITS.ownServersKept) cache.delete(cache.keys().next().value as string);
      return found;
    },
  };
}

/** Undefined: there is none. Throws VaultError, or ZodError, for a row that no honest writer stored so. */
async function provedRegistration(
  store: Pick<ServerStore, 'read'>,
  vault: Pick<Vault, 'open'>,
  key: ServerKey,
): Promise<ServerRegistration | undefined> {
  const record = await store.read(key);
  if (!record) return undefined;
  await vault.open(serverPlace(key, serverDestination(record)), record.seal);
  // By the schema that took it, and by the rules of this release.
  const registration = ServerRegistration.parse(record.registration);
  if (registration.id !== key.serverId || placementFaults(registration.placements).length > 0)
    throw new TypeError('the registration is not one that can be put');
  return registration;
}
