/** Declares that a grant has ended. */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { REFRESHABLE, type StatusReason } from '../../contract/statuses.ts';
import { type RecordPorts, recordActivity } from '../activity/record-activity.ts';
import { concernOf } from '../apps/whose-trouble.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

/** A grant that ended, and the evidence. */
export interface DeadGrant {
  key: ConnectionKey;
  record: Connection;
  reason: StatusReason;
  /** The lease of the attempt that the provider answered. Absent: no attempt asked, or the clock decides. */
  leaseId?: string;
}

/**
 * Declares a grant dead: only after the provider's own answer about the current token, or its end by the clock. The
 * condition checks epoch and generation: if they changed, the newer tokens are used (T117). The sealed tokens stay, for
 * a late success that makes the connection active again, and for the revocation at a disconnect.
 */
export async function declareGrantDead(
  ports: RecordPorts & Pick<Ports, 'connections' | 'catalogue'>,
  grant: DeadGrant,
): Promise<ConnectionRefreshReport> {
  const { key, record, reason, leaseId } = grant;
  const declared = await ports.connections.change(key, {
    expect: {
      status: { isOneOf: REFRESHABLE },
      epoch: { is: record.epoch },
      generation: { is: record.generation },
      ...(leaseId && { leaseId: { is: leaseId } }),
    },
    set: {
      status: 'reauthorization_required',
      reason,
      leaseId: undefined,
      leaseUntil: undefined,
      answerBy: undefined,
      attemptId: undefined,
      attemptAt: undefined,
      nextAttemptAt: undefined,
      dueShard: undefined,
      dueAt: undefined,
    },
    writeId: newId(ports),
  });
  if (!declared) return { outcome: 'moved' };
  const { workspaceId, connectionId } = key;
  const entry = {
    type: 'reauthorization_required',
    connectionId,
    provider: record.provider,
    outcome: reason,
  } as const;
  await recordActivity(ports, workspaceId, entry);
  const concern = concernOf(ports.catalogue, record);
  ports.log.warn('reauthorization_required', { ...key, provider: record.provider, reason, ...concern });
  return { outcome: 'dead' };
}
