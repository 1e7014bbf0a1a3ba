/** The lease and the attempt mark of one refresh, in one write: from here on nobody else asks the provider. */
import { USABLE } from '../contract/statuses.ts';
import { LIMITS } from './limits.ts';
import { newId } from './new-id.ts';
import type { ConnectionKey, Ports } from './ports.ts';
import type { Connection } from './records.ts';

export interface Attempt {
  /** Names lease, mark and store of this attempt. */
  id: string;
  askedAt: number;
  leaseUntil: number;
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
    set: { leaseId: attempt.id, leaseUntil: attempt.leaseUntil, attemptId: attempt.id, attemptAt: now },
    writeId: attempt.id,
  });
  return claimed ? attempt : undefined;
}
