/** Ends a connection: inert in one write; then revoked at the provider and the sealed tokens deleted, now or by token-refresh. */
import type { DisconnectReceipt } from '../../contract/receipt.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { dueShard } from '../connection/due-shard.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { type FinishPorts, finishDisconnect } from './finish-disconnect.ts';

export interface EndInput {
  key: ConnectionKey;
  /** Subject of whoever asked. */
  actor: string;
}

export async function endConnection(ports: FinishPorts, input: EndInput): Promise<DisconnectReceipt> {
  const inert = await makeInert(ports, input);
  if (!inert) throw new Problem('not_found');
  const { record, isOurs } = inert;
  const after = isOurs
    ? await finishDisconnect(ports, input.key, record)
    : await waitForOther(ports, input.key, record);
  if (!after.receipt) throw new Problem('internal');
  return after.receipt;
}

/** One revocation for any number of calls (T160): whoever comes second gets the first one's receipt. */
async function waitForOther(ports: FinishPorts, key: ConnectionKey, before: Connection): Promise<Connection> {
  const until = ports.clock.now() + LIMITS.leasePoll;
  let record = before;
  while (record.status === 'disconnecting' && !isPostponed(record) && ports.clock.now() < until) {
    await ports.clock.sleep(LIMITS.leasePollEvery);
    record = (await ports.connections.read(key)) ?? record;
  }
  return record;
}

/** The provider was asked already, and will be again by the tick. */
function isPostponed({ nextAttemptAt }: Connection): boolean {
  return nextAttemptAt !== undefined;
}

type InertPorts = Pick<Ports, 'connections' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/**
 * From here on nothing injects, refreshes or stores with it: the epoch rose. `isOurs`: this call did it, and not one
 * before. Undefined: there is no such connection.
 */
export async function makeInert(
  ports: InertPorts,
  input: EndInput,
): Promise<{ record: Connection; isOurs: boolean } | undefined> {
  // A lost race means that somebody else raised the epoch.
  for (let round = 0; round < LIMITS.endRounds; round++) {
    const record = await ports.connections.read(input.key);
    if (!record) return undefined;
    if (record.status === 'disconnecting' || record.status === 'disconnected')
      return { record, isOurs: false };
    const set = inertAttributes(ports, input, record);
    const expect = { epoch: { is: record.epoch }, status: { is: record.status } };
    if (await ports.connections.change(input.key, { expect, set, writeId: newId(ports) })) {
      await noteRequest(ports, input, record);
      return { record: (await ports.connections.read(input.key)) ?? record, isOurs: true };
    }
  }
  throw new Problem('temporarily_unavailable');
}

function noteRequest(ports: InertPorts, { key, actor }: EndInput, { provider }: Connection): Promise<void> {
  const { workspaceId, connectionId } = key;
  return recordActivity(ports, workspaceId, { type: 'disconnect_requested', connectionId, provider, actor });
}

/** Due at once, so that a crash right after this loses nothing; lease and attempt mark stay, for the receipt's sake. */
export function inertAttributes(
  { clock }: { clock: Pick<Ports['clock'], 'now'> },
  { key, actor }: EndInput,
  record: Connection,
) {
  const now = clock.now();
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
