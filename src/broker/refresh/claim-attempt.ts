/** The lease and the attempt mark of one refresh, in one write: from here on nobody else asks the provider. */
import { USABLE } from '../../contract/statuses.ts';
import { dueShard } from '../connection/due-shard.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import type { Attempt } from './attempt.ts';

/**
 * If this process dies, the tick looks after the attempt as soon as its lease has lapsed, while a provider's grace may still
 * hold: also for a refresh on demand, long before the connection falls due.
 */
function dueByLeaseEnd(key: ConnectionKey, { dueAt }: Connection, { leaseUntil }: Attempt) {
  const isSoonEnough = dueAt !== undefined && dueAt <= leaseUntil;
  return isSoonEnough ? {} : { dueShard: dueShard(key), dueAt: leaseUntil };
}

/** Undefined: somebody else was faster, or the record moved. */
export async function claimAttempt(
  ports: Pick<Ports, 'connections' | 'clock' | 'random'>,
  key: ConnectionKey,
  record: Connection,
): Promise<Attempt | undefined> {
  const now = ports.clock.now();
  const attempt = { id: newId(ports), askedAt: now, leaseUntil: now + LIMITS.lease };
  const claimed = await ports.connections.change(key, {
    expect: {
      status: { isOneOf: USABLE },
      epoch: { is: record.epoch },
      generation: { is: record.generation },
      leaseUntil: { absentOrAtMost: now },
      nextAttemptAt: { absentOrAtMost: now },
    },
    set: {
      leaseId: attempt.id,
      leaseUntil: attempt.leaseUntil,
      attemptId: attempt.id,
      attemptAt: now,
      ...dueByLeaseEnd(key, record, attempt),
    },
    writeId: attempt.id,
  });
  return claimed ? attempt : undefined;
}
