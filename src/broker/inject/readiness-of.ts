/** Whether a call of a server would find a usable connection, for whoever asks before a call. */
import type { Refusal } from '../../contract/injection-messages.ts';
import type { Ports } from '../ports.ts';
import type { ServerOfWorkspace } from '../servers/find-server.ts';
import { type HomeReads, homesOf, inhabited } from '../servers/homes-of-call.ts';
import type { UsableConnection } from '../stores.ts';
import { judgeConnection, notNow, type Use } from './judge-connection.ts';
import { type Refused, refuse } from './refuse-injection.ts';
import type { Entered, endedOnce } from './runtime-caller.ts';

/** Ready, by this connection; or not, for the reason that a call would be told. */
export type ReadyOrNot = { ready: true; connectionId: string } | ({ ready: false } & Refusal);

type ReadinessPorts = Pick<Ports, 'clock'> & Parameters<typeof judgeConnection>[0];

/** A server, and where its connection is read. */
export interface Readiness {
  entered: Entered;
  server: ServerOfWorkspace;
  /** The id that was asked for. */
  serverId: string;
  reads: HomeReads<UsableConnection>;
  ended: ReturnType<typeof endedOnce>;
}

/** Whether a call is ready, and the connection that it would use. Rejects if the connection cannot be read. */
export async function readinessAt(
  ports: ReadinessPorts,
  { entered, server, serverId, reads, ended }: Readiness,
): Promise<ReadyOrNot & { record: UsableConnection | undefined }> {
  const homes = homesOf(server, entered);
  if (!homes || (await ended(homes[0].key)))
    return { ...notReady(refuse(ports, 'caller_not_authorized')), record: undefined };
  const { key, record } = await inhabited(homes, reads);
  const { workspaceId } = entered;
  const { provider } = server.registration;
  const use = { ...server, key, connectionId: key.connectionId, workspaceId, server: serverId, provider };
  return { ...readinessOf(ports, use, record), record };
}

function readinessOf(ports: ReadinessPorts, use: Use, record: UsableConnection | undefined): ReadyOrNot {
  const refused =
    judgeConnection(ports, use, record) ?? refusalOfExpired(ports, use, record as UsableConnection);
  return refused ? notReady(refused) : { ready: true, connectionId: use.connectionId };
}

/** Refuses an expired token that may not be refreshed yet. If it may be, the call itself refreshes it. */
function refusalOfExpired(ports: ReadinessPorts, use: Use, record: UsableConnection): Refused | undefined {
  const now = ports.clock.now();
  const isExpired = (record.accessExpiresAt ?? Number.POSITIVE_INFINITY) <= now;
  return isExpired && (record.nextAttemptAt ?? 0) > now ? notNow(ports, use, record, now) : undefined;
}

/** A refusal as a state of the server. Pure. */
export function notReady({ context }: Refused): ReadyOrNot {
  return { ready: false, ...context };
}
