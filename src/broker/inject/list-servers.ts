/**
 * All MCP servers that a workspace can call, for a runtime that offers their tools. It only reads: it opens no token and uses no
 * operation id. What a row says is not proved here; the injection of a call proves it.
 */
import type { ListedServer, ServersAnswer, ServersRequest } from '../../contract/injection-messages.ts';
import { isWithoutAddress } from '../../contract/servers/server-address.ts';
import { namesInUrl } from '../../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { Ports } from '../ports.ts';
import { filledUrl } from '../servers/allowed-hosts.ts';
import { knownServer, type ServerOfWorkspace, serverOfWorkspace } from '../servers/find-server.ts';
import { storedServer } from '../servers/stored-server.ts';
import type { ServerReads, UsableConnection } from '../stores.ts';
import { readinessOf } from './readiness-of.ts';
import { refuse } from './refuse-injection.ts';
import { type CallerCheck, runtimeCaller } from './runtime-caller.ts';

/** The ports of the list. */
export type ListServersPorts = CallerCheck &
  Pick<Ports, 'servers' | 'clock'> & {
    serverReads: ServerReads;
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
  };

/** Returns the servers in the order of their ids, or `caller_not_authorized`. Rejects if the table does not answer. */
export async function listServers(ports: ListServersPorts, request: ServersRequest): Promise<ServersAnswer> {
  const entered = await runtimeCaller(ports, request);
  if (entered === 'refused') return refuse(ports, 'caller_not_authorized');
  const { workspaceId } = entered;
  const [stored, connections] = await Promise.all([
    ports.serverReads.servers(workspaceId),
    ports.serverReads.uses(workspaceId),
  ]);
  const rows = new Map(stored.map(({ key, record }) => [key.serverId, storedServer(key.serverId, record)]));
  const uses = new Map(connections.map(({ key, record }) => [key.connectionId, record]));
  const servers = [...new Set([...ports.servers.keys(), ...rows.keys()])].sort().flatMap((id) => {
    const server = serverOfWorkspace(knownServer(ports, id), rows.get(id));
    return server && isCallable(server) ? [listed(ports, workspaceId, server, uses)] : [];
  });
  return { servers };
}

/** A process has no address. The API of a provider has none either, and is no MCP server. */
const isCallable = ({ registration }: ServerOfWorkspace): boolean =>
  registration.binding === 'process' || (registration.url !== undefined && !isWithoutAddress(registration));

function listed(
  ports: ListServersPorts,
  workspaceId: string,
  server: ServerOfWorkspace,
  uses: ReadonlyMap<string, UsableConnection>,
): ListedServer {
  const { registration, connectionId } = server;
  const { id, name, binding, discovery, tools, provider } = registration;
  const connection = uses.get(connectionId);
  const url = urlOf(registration, connection);
  return {
    ...{ id, name, binding, discovery },
    ...(url !== undefined && { url }),
    ...(tools && { tools: [...tools] }),
    ...readinessOf(ports, { ...server, workspaceId, server: id, provider }, connection),
  };
}

/** An address without names is known before anybody connects. */
function urlOf(
  registration: ServerRegistration,
  connection: UsableConnection | undefined,
): string | undefined {
  const { url } = registration;
  if (url === undefined || namesInUrl(url).length === 0) return url;
  return connection && filledUrl(registration, connection);
}
