/** Gets a connection whose access token can be used now, with a refresh on demand if necessary. */

import type { RefreshOutcome } from '../../contract/outcomes.ts';
import { type Concern, concernAmong } from '../apps/whose-trouble.ts';
import { accessEnd, isAboutToExpire } from '../connection/about-to-expire.ts';
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';
import type { CheckedOperation } from './check-operation.ts';
import type { InjectPorts } from './inject-ports.ts';
import { judgeConnection, notNow } from './judge-connection.ts';
import type { Refused } from './refuse-injection.ts';

/** The usable connection, or the refusal; and whether a tenant's app or endpoint decided about it, or took the time. */
export type Fresh = ({ connection: Connection } | { refusal: Refused }) & Concern;

/** `record` is the connection as it was read for this operation. Rejects if the table does not answer. */
export async function freshConnection(
  ports: InjectPorts,
  checked: CheckedOperation,
  record: Connection | undefined,
): Promise<Fresh> {
  const unusable = judgeConnection(ports, checked, record);
  if (unusable) return { refusal: unusable };
  const connection = record as Connection;
  const isRejected = checked.request.rejectedGeneration === connection.generation;
  if (!isRejected && !isAboutToExpire(connection, ports.clock.now())) return { connection };
  const { record: after, isAlive, isOurs } = await refreshed(ports, checked, connection, isRejected);
  // A token that a provider refused is injected again only if the provider itself confirms that it accepts the token.
  const isStale = isRejected && !isAlive && after?.generation === connection.generation;
  const concern = isOurs ? {} : concernAmong(ports.servers, connection);
  return { ...served(ports, checked, after, isStale), ...concern };
}

/** The record after a refresh, and what is known of it. */
interface Refreshed {
  record: Connection | undefined;
  isAlive?: boolean;
  /** A fault of this service, whoever's app it is. */
  isOurs?: boolean;
}

/** One in flight, or a new one. If none may be tried now, the record is as it was. */
async function refreshed(
  ports: InjectPorts,
  { key }: CheckedOperation,
  connection: Connection,
  isRejected: boolean,
): Promise<Refreshed> {
  const now = ports.clock.now();
  if ((connection.leaseUntil ?? 0) > now) return { record: await pollLease(ports, key, connection) };
  if ((connection.nextAttemptAt ?? 0) > now) return { record: connection };
  const rejected = isRejected ? true : undefined;
  const outcome = await refreshOutcome(ports, { key, generation: connection.generation, rejected });
  // Without a place at a slow endpoint the outcome is `not_yet`; whoever has a place may be asking for this very token.
  const mayBeAsked = outcome === 'busy' || outcome === 'not_yet';
  if (mayBeAsked) return { record: await pollLease(ports, key, connection) };
  const after = await ports.connections.read(key);
  return { record: after, isAlive: outcome === 'alive', isOurs: outcome === 'out_of_reach' };
}

/** A failure to reach token-refresh counts as a failing provider: a token that is still valid is injected (T134). */
async function refreshOutcome(
  ports: InjectPorts,
  {
    key,
    generation,
    rejected,
  }: { key: CheckedOperation['key']; generation: number; rejected: true | undefined },
): Promise<RefreshOutcome | 'out_of_reach'> {
  try {
    return (await ports.refresher.refresh(key, generation, rejected)).outcome;
  } catch (error) {
    ports.log.error('refresh_out_of_reach', {
      ...key,
      error: errorName(error),
    });
    return 'out_of_reach';
  }
}

/** Waits for the answer to another's attempt, as long as it is expected; the pauses grow with the wait. */
async function pollLease(
  ports: InjectPorts,
  key: CheckedOperation['key'],
  before: Connection,
): Promise<Connection | undefined> {
  const began = ports.clock.now();
  let pause: number = LIMITS.leasePollFirst;
  let record: Connection | undefined = before;
  while (record?.generation === before.generation) {
    const left = expectedBy(ports, record, began) - ports.clock.now();
    if (left <= 0) break;
    await ports.clock.sleep(Math.min(pause, left));
    pause = Math.min(pause * LIMITS.leasePollGrowth, LIMITS.leasePollCap);
    record = await ports.connections.read(key);
    if (record && record.leaseId === undefined) break;
  }
  return record;
}

/**
 * Until when it is worth to wait for the answer: as the live lease says, but never longer than a provider may take, nor
 * than the caller has time to answer. The row is input: the bounds do not come from it.
 */
function expectedBy(
  { deadline = Number.POSITIVE_INFINITY }: InjectPorts,
  { answerBy, leaseUntil = 0 }: Connection,
  began: number,
): number {
  const isLive = leaseUntil > began && answerBy !== undefined;
  const expected = isLive ? answerBy : began + LIMITS.leasePoll;
  return Math.min(
    expected,
    began + LIMITS.providerDeadline + LIMITS.leaseStore,
    deadline - LIMITS.leaseReserve,
  );
}

/** Injects a token that is still valid although the provider is down, and never an expired one (T134). */
function served(
  ports: InjectPorts,
  checked: CheckedOperation,
  record: Connection | undefined,
  isStale: boolean,
): Fresh {
  const unusable = judgeConnection(ports, checked, record);
  if (unusable) return { refusal: unusable };
  const connection = record as Connection;
  const now = ports.clock.now();
  const left = (accessEnd(connection) ?? Number.POSITIVE_INFINITY) - now;
  if (left > LIMITS.leastLeft && !isStale) return { connection };
  return { refusal: notNow(ports, checked, connection, now) };
}
