import { placementFaults } from '../../contract/servers/placement-faults.ts';
import type { RemoteServer } from '../../contract/servers/remote-server.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { Vault } from '../../vault/vault.ts';
import { isRemote } from '../apps/provider-kinds.ts';
import { serverDestination } from '../destination.ts';
import { LIMITS } from '../limits.ts';
import type { Clock, OwnServers, StoredServer } from '../ports.ts';
import type { ServerRecord } from '../records.ts';
import { remoteProviderId } from '../remote/remote-record.ts';
import { registrationInRow } from '../rows/registration-in-row.ts';
import { remoteServerInRow } from '../rows/remote-server-in-row.ts';
import { serverPlace } from '../sealed-places.ts';
import type { ServerKey, ServerStore } from '../stores.ts';

/**
 * Reads what workspaces stored for servers, and keeps it for a bounded time and in a bounded number. The absence of an own
 * registration is not kept, so that a server can be called as soon as it is registered.
 */
export function cachedServers(
  store: Pick<ServerStore, 'read'>,
  vault: Pick<Vault, 'open'>,
  clock: Clock,
): OwnServers {
  const cache = new Map<string, { found: Promise<StoredServer | undefined>; since: number }>();
  return {
    find(key, isKnown, reading) {
      const id = `${key.workspaceId}/${key.serverId}`;
      const cached = reading === 'fresh' ? undefined : cache.get(id);
      if (cached && clock.now() - cached.since < LIMITS.ownServerAge) return cached.found;
      const entry = { found: provedServer(store, vault, key), since: clock.now() };
      const forget = () => cache.get(id) === entry && cache.delete(id);
      entry.found.then((stored) => stored || isKnown || forget(), forget);
      cache.delete(id);
      cache.set(id, entry);
      // A Map keeps the order of insertion: the first key is the oldest.
      if (cache.size > LIMITS.ownServersKept) cache.delete(cache.keys().next().value as string);
      return entry.found;
    },
  };
}

/** Undefined: nothing is stored. Throws VaultError, or TypeError, for a row that no honest writer stored so. */
export async function provedServer(
  store: Pick<ServerStore, 'read'>,
  vault: Pick<Vault, 'open'>,
  key: ServerKey,
): Promise<StoredServer | undefined> {
  const record = await store.read(key);
  if (!record) return undefined;
  await vault.open(serverPlace(key, serverDestination(record)), record.seal);
  const { url, connectionId } = record;
  const registration = registrationOf(record, key);
  return { registration, url, remote: remoteOf(record, registration), connectionId };
}

/** A registration for `remote~name` is that of the server of this name, at the address that was discovered, or none. */
function remoteOf(
  { remote }: ServerRecord,
  registration: ServerRegistration | undefined,
): RemoteServer | undefined {
  if (!registration || !isRemote(registration.provider)) return undefined;
  const server = remoteServerInRow(remote);
  const isNamedSo = registration.provider === remoteProviderId(registration.id);
  if (!server || !isNamedSo || registration.url !== server.url) throw new NotWrittenSo();
  return server;
}

/** By the schema that took it, and by the rules of this release. */
function registrationOf(
  { registration: stored }: Pick<ServerRecord, 'registration'>,
  { serverId }: ServerKey,
): ServerRegistration | undefined {
  if (!stored) return undefined;
  const registration = registrationInRow(stored);
  if (registration?.id !== serverId || placementFaults(registration).length > 0) throw new NotWrittenSo();
  return ofThisRelease(registration);
}

class NotWrittenSo extends TypeError {
  constructor() {
    super('the registration is not one that can be put');
  }
}

/** Older releases named the hosts of the API as those to which a runtime sends the token. Pure. */
export function ofThisRelease(registration: ServerRegistration): ServerRegistration {
  const { url, allowedHosts, apiHosts } = registration;
  if (url !== undefined || apiHosts || allowedHosts.length === 0) return registration;
  return { ...registration, allowedHosts: [], apiHosts: allowedHosts };
}
