import { atAddress, isWithoutAddress } from '../../contract/servers/server-address.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { RegisteredServer } from '../../providers/server-registrations.ts';
import { isOfProvider } from '../connection/is-own-row.ts';
import type { Ports, StoredServer } from '../ports.ts';
import { customApi } from './custom-api.ts';

/** A server as one workspace uses it. */
export interface ServerOfWorkspace {
  registration: ServerRegistration;
  /** The account whose token a call gets that names none. */
  connectionId: string;
  /** The registration of a remote server for which a connection must have been made. Absent for any other server. */
  instance?: string | undefined;
  /** Whose connection a call uses. Absent: that of the workspace. */
  connectionOf?: KnownServer['connectionOf'];
}

/** A server without what a workspace stored for it. */
export type KnownServer = Pick<RegisteredServer, 'registration' | 'connectionOf'>;

/** Finds a server without a read: of the catalogue, the stage settings or a custom provider's API. */
export function knownServer({ servers }: Pick<Ports, 'servers'>, id: string): KnownServer | undefined {
  const api = customApi(id);
  return servers.get(id) ?? (api && { registration: api });
}

/**
 * Finds a server as the workspace uses it. What the workspace stored for it is read, so call this only for callers of that
 * workspace. Rejects if that cannot be read or is not proved.
 */
export async function findServer(
  ports: Pick<Ports, 'servers' | 'ownServers'>,
  { workspaceId, serverId }: { workspaceId: string; serverId: string },
): Promise<ServerOfWorkspace | undefined> {
  const known = knownServer(ports, serverId);
  return serverOfWorkspace(
    known,
    await ports.ownServers.find({ workspaceId, serverId }, known !== undefined),
  );
}

/**
 * The registration with the workspace's choices: the one place that says which address and which account a server has. The
 * catalogue and the stage win over a registration of the workspace. Undefined: there is no registration. Pure.
 */
export function serverOfWorkspace(
  known: KnownServer | undefined,
  stored: StoredServer | undefined,
): ServerOfWorkspace | undefined {
  const registration = known ? atAddress(known.registration, stored?.url) : stored?.registration;
  if (!registration) return undefined;
  const { provider } = registration;
  const chosen = stored?.connectionId;
  const isFit = chosen !== undefined && isOfProvider(chosen, provider);
  const instance = known ? undefined : stored?.remote?.instance;
  return {
    registration,
    connectionId: isFit ? chosen : provider,
    ...(instance !== undefined && { instance }),
    ...ofWhom(known),
  };
}

/** The tokens of people go to no address that a workspace chose (T224). */
function ofWhom(known: KnownServer | undefined): Pick<ServerOfWorkspace, 'connectionOf'> {
  if (!known?.connectionOf || isWithoutAddress(known.registration)) return {};
  return { connectionOf: known.connectionOf };
}

/** Whether there are servers whose calls may use connections of people. */
export function hasServersOfPeople(servers: Ports['servers']): boolean {
  return [...servers.values()].some(({ connectionOf }) => connectionOf !== undefined);
}
