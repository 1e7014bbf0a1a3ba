/**
 * All MCP servers that a workspace can call, for a runtime that offers their tools. It only reads: it opens no token and uses no
 * operation id. What a workspace stored for a server is proved, since it says where a runtime asks; what the row of a connection says
 * is not, and the injection of a call proves it.
 */
import type { ListedServer, ServersAnswer, ServersRequest } from '../../contract/injection-messages.ts';
import { isWithoutAddress } from '../../contract/servers/server-address.ts';
import { namesInUrl } from '../../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { errorName } from '../error-name.ts';
import type { Ports } from '../ports.ts';
import { filledUrl } from '../servers/allowed-hosts.ts';
import {
  findServer,
  knownServer,
  type ServerOfWorkspace,
  serverOfWorkspace,
} from '../servers/find-server.ts';
import { homesRead, readsAmong } from '../servers/homes-of-call.ts';
import type { ServerReads, UsableConnection } from '../stores.ts';
import { type Readiness, readinessAt } from './readiness-of.ts';
import { refuse } from './refuse-injection.ts';
import { type CallerCheck, callerOfServers, endedOnce } from './runtime-caller.ts';

/** The ports of the list. */
export type ListServersPorts = CallerCheck &
  Pick<Ports, 'servers' | 'ownServers' | 'workspaceMarks' | 'clock' | 'log'> & {
    serverReads: ServerReads;
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
  };

/** Returns the servers in the order of their ids, or `caller_not_authorized`. Rejects if the table does not answer. */
export async function listServers(ports: ListServersPorts, request: ServersRequest): Promise<ServersAnswer> {
  const entered = await callerOfServers(ports, request);
  if (entered === 'refused') return refuse(ports, 'caller_not_authorized');
  const { workspaceId } = entered;
  const [stored, ...uses] = await Promise.all([
    ports.serverReads.servers(workspaceId),
    ...homesRead(ports, entered).map((id) => ports.serverReads.uses(id)),
  ]);
  const shared = { entered, reads: readsAmong(uses.flat()), ended: endedOnce(ports, entered) };
  const chosen = new Set(stored.map(({ key }) => key.serverId));
  const ids = [...new Set([...ports.servers.keys(), ...chosen])].sort();
  const servers = await Promise.all(
    ids.map((id) =>
      chosen.has(id) ? proved(ports, workspaceId, id) : serverOfWorkspace(knownServer(ports, id), undefined),
    ),
  );
  const callable = servers.filter(
    (server): server is ServerOfWorkspace => server !== undefined && isCallable(server),
  );
  return { servers: await Promise.all(callable.map((server) => listed(ports, { ...shared, server }))) };
}

/** Undefined: the row of the server cannot be read, or is not proved. Then the server is left out, and no other one. */
async function proved(
  ports: ListServersPorts,
  workspaceId: string,
  serverId: string,
): Promise<ServerOfWorkspace | undefined> {
  try {
    return await findServer(ports, { workspaceId, serverId });
  } catch (error) {
    ports.log.error('check_failed', { workspaceId, server: serverId, error: errorName(error) });
    return undefined;
  }
}

/** A process has no address. The API of a provider has none either, and is no MCP server. */
const isCallable = ({ registration }: ServerOfWorkspace): boolean =>
  registration.binding === 'process' || (registration.url !== undefined && !isWithoutAddress(registration));

type Listing = Omit<Readiness, 'serverId'>;

async function listed(ports: ListServersPorts, listing: Listing): Promise<ListedServer> {
  const { server } = listing;
  const { id, name, binding, discovery, tools } = server.registration;
  const { record, ...readiness } = await readinessAt(ports, { ...listing, serverId: id });
  const url = urlOf(server.registration, record);
  return {
    ...{ id, name, binding, discovery },
    ...(url !== undefined && { url }),
    ...(tools && { tools: [...tools] }),
    ...readiness,
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
