/**
 * Whether calls to these servers would find a usable connection, for a runtime that wants to report that before it
 * lists tools. It only reads: it opens no token and uses no operation id.
 */
import type { CheckAnswer, CheckRequest, ServerStatus } from '../../contract/injection-messages.ts';
import { isWithoutAddress } from '../../contract/server-registration.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import { findServer, type ServerOfWorkspace } from '../servers/find-server.ts';
import { judgeConnection, notNow, type Use } from './judge-connection.ts';
import { type Refused, refuse } from './refuse-injection.ts';
import { type CallerCheck, runtimeCaller } from './runtime-caller.ts';

/** The ports of a check. */
export type CheckPorts = CallerCheck &
  Pick<Ports, 'servers' | 'ownServers' | 'connections' | 'clock'> & {
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
  };

/** Returns one status per server, in the order of the request, or `caller_not_authorized`. */
export async function checkServers(ports: CheckPorts, request: CheckRequest): Promise<CheckAnswer> {
  if ((await runtimeCaller(ports, request)) === 'refused') return refuse(ports, 'caller_not_authorized');
  const { workspaceId, check } = request;
  const found = await Promise.all(check.map((serverId) => findServer(ports, { workspaceId, serverId })));
  const records = await connectionsOf(ports, workspaceId, found);
  const statuses = check.map((server, index) => {
    const asked = found[index];
    if (!asked || isWithoutAddress(asked.registration))
      return notReady(server, refuse(ports, 'unknown_server'));
    const use = { ...asked, workspaceId, server, provider: asked.registration.provider };
    return statusOf(ports, use, records.get(asked.connectionId));
  });
  return { statuses };
}

/** Reads each connection once, for any number of servers. */
async function connectionsOf(
  { connections }: CheckPorts,
  workspaceId: string,
  servers: (ServerOfWorkspace | undefined)[],
): Promise<Map<string, Connection | undefined>> {
  const ids = [...new Set(servers.flatMap((server) => server?.connectionId ?? []))];
  const read = async (connectionId: string) =>
    [connectionId, await connections.read({ workspaceId, connectionId })] as const;
  return new Map(await Promise.all(ids.map(read)));
}

function statusOf(ports: CheckPorts, use: Use, record: Connection | undefined): ServerStatus {
  const { server, connectionId } = use;
  const refused = judgeConnection(ports, use, record) ?? refusalOfExpired(ports, use, record as Connection);
  return refused ? notReady(server, refused) : { server, ready: true, connectionId };
}

/** Refuses an expired token that may not be refreshed yet. If it may be, the call itself refreshes it. */
function refusalOfExpired(ports: CheckPorts, use: Use, record: Connection): Refused | undefined {
  const now = ports.clock.now();
  const isExpired = (record.accessExpiresAt ?? Number.POSITIVE_INFINITY) <= now;
  return isExpired && (record.nextAttemptAt ?? 0) > now ? notNow(ports, use, record, now) : undefined;
}

function notReady(server: string, { context }: Refused): ServerStatus {
  return { server, ready: false, ...context };
}
