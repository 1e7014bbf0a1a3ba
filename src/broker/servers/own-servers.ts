import type { ServerRegistration } from '../../contract/server-registration.ts';
import { LIMITS } from '../limits.ts';
import type { Clock, OwnServers } from '../ports.ts';
import type { ServerStore } from '../stores.ts';

/**
 * Caches registrations for a bounded time and in a bounded number. It also caches absence: an unknown id costs one read
 * a minute.
 */
export function cachedServers(store: ServerStore, clock: Clock): OwnServers {
  const cache = new Map<string, { found: Promise<ServerRegistration | undefined>; since: number }>();
  return {
    find(key) {
      const id = `${key.workspaceId}/${key.serverId}`;
      const cached = cache.get(id);
      if (cached && clock.now() - cached.since < LIMITS.ownServerAge) return cached.found;
      const found = store.read(key).then((record) => record?.registration);
      found.catch(() => cache.delete(id));
      cache.delete(id);
      cache.set(id, { found, since: clock.now() });
      // A Map keeps the order of insertion: the first key is the oldest.
      if (cache.size > LIMITS.ownServersKept) cache.delete(cache.keys().next().value as string);
      return found;
    },
  };
}
