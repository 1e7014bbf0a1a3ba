/** Writes the lease and the attempt mark of one refresh in one write: no other process asks the provider after it. */
import { dueShard } from '../connection/due-shard.ts';
import { sameKind } from '../connection/usable.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import type { Attempt } from './attempt.ts';

/**
 * Makes the connection due at the end of the lease. If this process stops, a tick then settles the attempt at once,
 * while a provider's grace period may still hold: also after a refresh on demand, long before the connection is due.
 */
function dueByLeaseEnd(key: ConnectionKey, { dueAt }: Connection, { leaseUntil }: Attempt) {
  const isSoonEnough = dueAt !== undefined && dueAt <= leaseUntil;
  return isSoonEnough ? {} : { dueShard: dueShard(key), dueAt: leaseUntil };
}

/** Until when others may expect the answer: how long a tenant's endpoint takes is up to the tenant. */
function answerBy(askedAt: number, isAtTenants: boolean): number {
  return askedAt + (isAtTenants ? LIMITS.leasePoll : LIMITS.providerDeadline + LIMITS.leaseStore);
}

/** Claims the attempt. `isAtTenants`: a tenant chose the endpoint. Undefined: another process was faster, or the record changed. */
export async function claimAttempt(
  ports: Pick<Ports, 'connections' | 'clock' | 'random'>,
  key: ConnectionKey,
  { record, isAtTenants }: { record: Connection; isAtTenants: boolean },
): Promise<Attempt | undefined> {
  const now = ports.clock.now();
  const attempt = { id: newId(ports), askedAt: now, leaseUntil: now + LIMITS.lease };
  const claimed = await ports.connections.change(key, {
    expect: {
      status: sameKind(record),
      epoch: { is: record.epoch },
      generation: { is: record.generation },
      leaseUntil: { absentOrAtMost: now },
      nextAttemptAt: { absentOrAtMost: now },
    },
    set: {
      leaseId: attempt.id,
      leaseUntil: attempt.leaseUntil,
      answerBy: answerBy(now, isAtTenants),
      attemptId: attempt.id,
      attemptAt: now,
      ...dueByLeaseEnd(key, record, attempt),
    },
    writeId: attempt.id,
  });
  return claimed ? attempt : undefined;
}
