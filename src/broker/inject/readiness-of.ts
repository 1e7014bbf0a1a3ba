/** Whether a call of a server would find a usable connection, for whoever asks before a call. */
import type { Refusal } from '../../contract/injection-messages.ts';
import type { Ports } from '../ports.ts';
import type { UsableConnection } from '../stores.ts';
import { judgeConnection, notNow, type Use } from './judge-connection.ts';
import type { Refused } from './refuse-injection.ts';

/** Ready, by this connection; or not, for the reason that a call would be told. */
export type ReadyOrNot = { ready: true; connectionId: string } | ({ ready: false } & Refusal);

type ReadinessPorts = Pick<Ports, 'clock'> & Parameters<typeof judgeConnection>[0];

/** `record`: the connection that the call would use. Undefined: there is none. Pure but for the clock. */
export function readinessOf(
  ports: ReadinessPorts,
  use: Use,
  record: UsableConnection | undefined,
): ReadyOrNot {
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
