/**
 * Whether calls to these servers would find a usable connection: for a runtime that wants to say so before it lists tools.
 * Reads alone; no token is opened and no operation id is spent.
 */
import type { CheckAnswer, CheckRequest, ServerStatus } from '../../contract/injection-messages.ts';
import type { ServerRegistration } from '../../contract/server-registration.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import { findServer } from '../servers/find-server.ts';
import { judgeConnection, notNow } from './judge-connection.ts';
import { type Refused, refuse } from './refuse-injection.ts';
import { type CallerCheck, runtimeCaller } from './runtime-caller.ts';

export type CheckPorts = CallerCheck &
  Pick<Ports, 'servers' | 'ownServers' | 'connections' | 'clock'> & {
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
  };

export async function checkServers(ports: CheckPorts, request: CheckRequest): Promise<CheckAnswer> {
  if ((await runtimeCaller(ports, request)) === 'refused') return refuse(ports, 'caller_not_authorized');
  const { workspaceId, check } = request;
  const found = await Promise.all(check.map((serverId) => findServer(ports, { workspaceId, serverId })));
  const records = await connectionsOf(ports, workspaceId, found);
  const statuses = check.map((server, index) => {
    const registration = found[index];
    return registration
      ? statusOf(ports, { workspaceId, server, registration }, records.get(registration.provider))
      : notReady(server, refuse(ports, 'unknown_server'));
  });
  return { statuses };
}

/** One read a provider, however many of its servers are asked about. */
async function connectionsOf(
  { connections }: CheckPorts,
  workspaceId: string,
  servers: (ServerRegistration | undefined)[],
): Promise<Map<string, Connection | undefined>> {
  const providers = [...new Set(servers.flatMap((server) => server?.provider ?? []))];
  const read = async (connectionId: string) =>
    [connectionId, await connections.read({ workspaceId, connectionId })] as const;
  return new Map(await Promise.all(providers.map(read)));
}

function statusOf(
  ports: CheckPorts,
  {
    server,
    workspaceId,
    registration,
  }: { server: string; workspaceId: string; registration: ServerRegistration },
  record: Connection | undefined,
): ServerStatus {
  const { provider } = registration;
  const use = { workspaceId, provider, registration };
  const refused = judgeConnection(ports, use, record) ?? waits(ports, use, record as Connection);
  return refused ? notReady(server, refused) : { server, ready: true, connectionId: provider };
}

/** An expired token that may not be refreshed yet. One that may be is refreshed by the call itself. */
function waits(
  ports: CheckPorts,
  use: Parameters<typeof judgeConnection>[1],
  record: Connection,
): Refused | undefined {
  const now = ports.clock.now();
  const isExpired = (record.accessExpiresAt ?? Number.POSITIVE_INFINITY) <= now;
  return isExpired && (record.nextAttemptAt ?? 0) > now ? notNow(ports, use, record, now) : undefined;
}

function notReady(server: string, { context }: Refused): ServerStatus {
  return { server, ready: false, ...context };
}
