/**
 * Whether calls to these servers would find a usable connection, for a runtime that wants to report that before it
 * lists tools. It only reads: it opens no token and uses no operation id.
 */
import type { CheckAnswer, CheckRequest, ServerStatus } from '../../contract/injection-messages.ts';
import { isWithoutAddress } from '../../contract/servers/server-address.ts';
import type { Ports } from '../ports.ts';
import { findServer } from '../servers/find-server.ts';
import { homeReads } from '../servers/homes-of-call.ts';
import { failClosed } from './fail-closed.ts';
import { notReady, type Readiness, readinessAt } from './readiness-of.ts';
import { refuse } from './refuse-injection.ts';
import { type CallerCheck, callerOfServers, endedOnce } from './runtime-caller.ts';

/** The ports of a check. */
export type CheckPorts = CallerCheck &
  Pick<
    Ports,
    'servers' | 'ownServers' | 'connections' | 'serverReads' | 'workspaceMarks' | 'clock' | 'log'
  > & {
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
  };

/**
 * Returns one status per server, in the order of the request, or `caller_not_authorized`. A row that cannot be read, or is not
 * proved, makes its own server `temporarily_unavailable`, and no other one.
 */
export async function checkServers(ports: CheckPorts, request: CheckRequest): Promise<CheckAnswer> {
  const entered = await callerOfServers(ports, request);
  if (entered === 'refused') return refuse(ports, 'caller_not_authorized');
  const shared = { entered, reads: readOnce(ports), ended: endedOnce(ports, entered) };
  return {
    statuses: await Promise.all(request.check.map((serverId) => checked(ports, { ...shared, serverId }))),
  };
}

type Check = Omit<Readiness, 'server'>;

async function checked(ports: CheckPorts, check: Check): Promise<ServerStatus> {
  const { serverId } = check;
  const { workspaceId } = check.entered;
  try {
    const server = await findServer(ports, { workspaceId, serverId });
    if (!server || isWithoutAddress(server.registration))
      return { server: serverId, ...notReady(refuse(ports, 'unknown_server')) };
    const { record: _, ...readiness } = await readinessAt(ports, { ...check, server });
    return { server: serverId, ...readiness };
  } catch (error) {
    const refused = failClosed(ports, { workspaceId, server: serverId }, error, 'check_failed');
    return { server: serverId, ...notReady(refused) };
  }
}

/** Reads each connection once, for any number of servers. */
function readOnce(ports: CheckPorts): Check['reads'] {
  const { read, idsIn } = homeReads(ports);
  const reading = new Map<string, ReturnType<typeof read>>();
  return {
    idsIn,
    read(key) {
      const name = `${key.workspaceId}/${key.connectionId}`;
      const found = reading.get(name) ?? read(key);
      reading.set(name, found);
      return found;
    },
  };
}
