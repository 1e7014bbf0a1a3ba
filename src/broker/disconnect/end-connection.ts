/**
 * Ends a connection: one write makes it unusable; then its tokens are revoked and deleted, now or later by
 * token-refresh.
 */
import type { DisconnectReceipt } from '../../contract/resources/receipt.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { dueShard } from '../connection/due-shard.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { type FinishPorts, finishDisconnect } from './finish-disconnect.ts';

/** The connection to end. */
export interface EndInput {
  key: ConnectionKey;
  /** Subject of the person who asked. Undefined: the broker ends it, because nobody chose a tenant. */
  actor: string | undefined;
}

/** How the second half of a disconnect is done. Returns the record afterwards. */
type Finish<P extends FinishPorts> = (
  ports: P,
  key: ConnectionKey,
  record: Connection,
) => Promise<Connection>;

/**
 * Ends a connection and returns its receipt. `finish`: what comes after the connection is unusable. Throws `not_found` or
 * `temporarily_unavailable`.
 */
export async function endConnection<P extends FinishPorts>(
  ports: P,
  input: EndInput,
  finish: Finish<P> = finishDisconnect,
): Promise<DisconnectReceipt> {
  const begun = await beginDisconnect(ports, input);
  if (!begun) throw new Problem('not_found');
  const { record, isOurs } = begun;
  const after = isOurs
    ? await finish(ports, input.key, record)
    : await waitForReceipt(ports, input.key, record);
  if (!after.receipt) throw new Problem('internal');
  return after.receipt;
}

/** Another call ends this connection already: waits for its receipt, so that the tokens are revoked once (T160). */
async function waitForReceipt(
  ports: FinishPorts,
  key: ConnectionKey,
  before: Connection,
): Promise<Connection> {
  const until = ports.clock.now() + LIMITS.leasePoll;
  let record = before;
  while (record.status === 'disconnecting' && !isPostponed(record) && ports.clock.now() < until) {
    await ports.clock.sleep(LIMITS.leasePollEvery);
    record = (await ports.connections.read(key)) ?? record;
  }
  return record;
}

/** The provider was asked already, and a tick will ask it again. */
function isPostponed({ nextAttemptAt }: Connection): boolean {
  return nextAttemptAt !== undefined;
}

type BeginPorts = Pick<Ports, 'connections' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/**
 * Makes a connection `disconnecting` and raises its epoch: from then on it is not injected, refreshed or stored.
 * `isOurs`: this call did so, and not an earlier one. Undefined: no such connection. Throws `temporarily_unavailable`.
 */
export async function beginDisconnect(
  ports: BeginPorts,
  input: EndInput,
): Promise<{ record: Connection; isOurs: boolean } | undefined> {
  // A lost race means that another write raised the epoch.
  for (let round = 0; round < LIMITS.endRounds; round++) {
    const record = await ports.connections.read(input.key);
    if (!record) return undefined;
    if (record.status === 'disconnecting' || record.status === 'disconnected')
      return { record, isOurs: false };
    const set = disconnectingAttributes(ports, input, record);
    // Whoever else ends or replaces the connection raises the epoch, so no status has to be compared beside it.
    const expect = { epoch: { is: record.epoch } };
    if (await ports.connections.change(input.key, { expect, set, writeId: newId(ports) })) {
      await noteRequest(ports, input, record);
      return { record: (await ports.connections.read(input.key)) ?? record, isOurs: true };
    }
  }
  throw new Problem('temporarily_unavailable');
}

function noteRequest(ports: BeginPorts, { key, actor }: EndInput, { provider }: Connection): Promise<void> {
  const { workspaceId, connectionId } = key;
  return recordActivity(ports, workspaceId, {
    type: 'disconnect_requested',
    connectionId,
    provider,
    ...(actor !== undefined && { actor }),
  });
}

/**
 * The attributes of a connection that is being disconnected. It is due at once, in case this process stops now. Lease
 * and attempt mark stay, since the receipt depends on them.
 */
export function disconnectingAttributes(
  { clock }: { clock: Pick<Ports['clock'], 'now'> },
  { key, actor }: EndInput,
  record: Connection,
) {
  const now = clock.now();
  const revokeUntil = now + LIMITS.revokeRetry;
  const receipt: DisconnectReceipt = {
    requestedAt: new Date(now).toISOString(),
    ...(actor !== undefined && { requestedBy: actor }),
    revocation: { outcome: 'pending', retryUntil: new Date(revokeUntil).toISOString() },
  };
  return {
    status: 'disconnecting' as const,
    reason: lastingReason(record),
    epoch: record.epoch + 1,
    nextAttemptAt: undefined,
    failures: undefined,
    dueShard: dueShard(key),
    dueAt: now,
    revokeUntil,
    receipt,
  };
}

/** Where newer tokens than those of the row may exist, a refused one proves no death: the revocation must still know that. */
function lastingReason({ reason }: Connection): Connection['reason'] {
  return reason === 'refresh_lost' || reason === 'restored' ? reason : undefined;
}
