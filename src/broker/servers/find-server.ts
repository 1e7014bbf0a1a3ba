import type { ServerRegistration } from '../../contract/server-registration.ts';
import type { Ports } from '../ports.ts';
import { customApi } from './custom-api.ts';

/** Of the catalogue, the stage settings or a custom provider's API: known without a read. */
export function knownServer({ servers }: Pick<Ports, 'servers'>, id: string): ServerRegistration | undefined {
  return servers.get(id)?.registration ?? customApi(id);
}

/** A workspace's own ones too. Those are read, so only for a caller who belongs to it. */
export async function findServer(
  ports: Pick<Ports, 'servers' | 'ownServers'>,
  { workspaceId, serverId }: { workspaceId: string; serverId: string },
): Promise<ServerRegistration | undefined> {
  return knownServer(ports, serverId) ?? (await ports.ownServers.find({ workspaceId, serverId }));
}
