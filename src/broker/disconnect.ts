/** Disconnect: inert in one write; then revoked at the provider and the sealed tokens deleted, now or by token-refresh. */
import type { DisconnectReceipt } from '../contract/receipt.ts';
import { dueShard } from './due-shard.ts';
import { Problem } from './errors.ts';
import { type FinishNeeds, finishDisconnect } from './finish-disconnect.ts';
import { LIMITS } from './limits.ts';
import { newId } from './new-id.ts';
import type { ConnectionKey, Ports } from './ports.ts';
import { recordActivity } from './record-activity.ts';
import type { Connection } from './records.ts';

export interface DisconnectInput {
  key: ConnectionKey;
  /** Subject of who asked. */
  actor: string;
}

export async function disconnect(ports: FinishNeeds, input: DisconnectInput): Promise<DisconnectReceipt> {
  const inert = await makeInert(ports, input);
  if (!inert) throw new Problem('not_found');
  const { receipt } = await finishDisconnect(ports, input.key, inert);
  if (!receipt) throw new Problem('internal');
  return receipt;
}

type InertNeeds = Pick<Ports, 'connections' | 'activity' | 'clock' | 'random' | 'log'>;

/**
 * From here on nothing injects, refreshes or stores with it: the epoch rose. Returns the record as it then is; as it was,
 * if it was inert before. Undefined: there is no such connection.
 */
export async function makeInert(ports: InertNeeds, input: DisconnectInput): Promise<Connection | undefined> {
  // Lost races end: every round means that somebody raised the epoch, and people do that one at a time.
  for (let round = 0; round < 10; round++) {
    const record = await ports.connections.read(input.key);
    if (!record || record.status === 'disconnecting' || record.status === 'disconnected') return record;
    const set = inertAttributes(ports, input, record);
    const expect = { epoch: { is: record.epoch }, status: { is: record.status } };
    if (await ports.connections.change(input.key, { expect, set, writeId: newId(ports) })) {
      const { workspaceId, connectionId } = input.key;
      const entry = {
        type: 'disconnect_requested',
        connectionId,
        provider: record.provider,
        actor: input.actor,
      } as const;
      await recordActivity(ports, workspaceId, entry);
      return ports.connections.read(input.key);
    }
  }
  throw new Problem('temporarily_unavailable');
}

/** Due at once, so that a crash right after this loses nothing; lease and attempt mark stay, for the receipt's sake. */
function inertAttributes(ports: InertNeeds, { key, actor }: DisconnectInput, record: Connection) {
  const now = ports.clock.now();
  const revokeUntil = now + LIMITS.revokeRetry;
  const receipt: DisconnectReceipt = {
    requestedAt: new Date(now).toISOString(),
    requestedBy: actor,
    revocation: { outcome: 'pending', retryUntil: new Date(revokeUntil).toISOString() },
  };
  return {
    status: 'disconnecting' as const,
    reason: undefined,
    epoch: record.epoch + 1,
    nextAttemptAt: undefined,
    failures: undefined,
    dueShard: dueShard(key),
    dueAt: now,
    revokeUntil,
    receipt,
  };
}
