import type { ServerRegistration } from '../../contract/server-registration.ts';
import type { Ports } from '../ports.ts';
import { customApi } from './custom-api.ts';

/** Finds a registration without a read: of the catalogue, the stage settings or a custom provider's API. */
export function knownServer({ servers }: Pick<Ports, 'servers'>, id: string): ServerRegistration | undefined {
  return servers.get(id)?.registration ?? customApi(id);
}

/**
 * Finds a registration, also of a workspace's own server. That one is read, so call it only for callers of that
 * workspace.
 */
export async function findServer(
  ports: Pick<Ports, 'servers' | 'ownServers'>,
  { workspaceId, serverId }: { workspaceId: string; serverId: string },
): Promise<ServerRegistration | undefined> {
  return knownServer(ports, serverId) ?? (await ports.ownServers.find({ workspaceId, serverId }));
}
