/**
 * Whether calls to these servers would find a usable connection, for a runtime that wants to report that before it
 * lists tools. It only reads: it opens no token and uses no operation id.
 */
import type { CheckAnswer, CheckRequest, ServerStatus } from '../../contract/injection-messages.ts';
import { isWithoutAddress } from '../../contract/servers/server-address.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import { findServer } from '../servers/find-server.ts';
import { failClosed } from './fail-closed.ts';
import { notReady, readinessOf } from './readiness-of.ts';
import { refuse } from './refuse-injection.ts';
import { type CallerCheck, runtimeCaller } from './runtime-caller.ts';

/** The ports of a check. */
export type CheckPorts = CallerCheck &
  Pick<Ports, 'servers' | 'ownServers' | 'connections' | 'clock' | 'log'> & {
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
  };

/**
 * Returns one status per server, in the order of the request, or `caller_not_authorized`. A row that cannot be read, or is not
 * proved, makes its own server `temporarily_unavailable`, and no other one.
 */
export async function checkServers(ports: CheckPorts, request: CheckRequest): Promise<CheckAnswer> {
  const entered = await runtimeCaller(ports, request);
  if (entered === 'refused') return refuse(ports, 'caller_not_authorized');
  const { check } = request;
  const { workspaceId } = entered;
  const read = connectionsOf(ports, workspaceId);
  return {
    statuses: await Promise.all(check.map((server) => checked(ports, { workspaceId, server, read }))),
  };
}

interface Check {
  workspaceId: string;
  server: string;
  read: (connectionId: string) => Promise<Connection | undefined>;
}

async function checked(ports: CheckPorts, { workspaceId, server, read }: Check): Promise<ServerStatus> {
  try {
    const found = await findServer(ports, { workspaceId, serverId: server });
    if (!found || isWithoutAddress(found.registration))
      return { server, ...notReady(refuse(ports, 'unknown_server')) };
    const use = { ...found, workspaceId, server, provider: found.registration.provider };
    return { server, ...readinessOf(ports, use, await read(found.connectionId)) };
  } catch (error) {
    return { server, ...notReady(failClosed(ports, { workspaceId, server }, error, 'check_failed')) };
  }
}

/** Reads each connection once, for any number of servers. */
function connectionsOf({ connections }: CheckPorts, workspaceId: string): Check['read'] {
  const reading = new Map<string, Promise<Connection | undefined>>();
  return (connectionId) => {
    const found = reading.get(connectionId) ?? connections.read({ workspaceId, connectionId });
    reading.set(connectionId, found);
    return found;
  };
}
