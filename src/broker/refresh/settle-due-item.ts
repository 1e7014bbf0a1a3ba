/** Settles one item of the due index. The index can be late, so the item of the table decides. */

import type { TickOutcome } from '../../contract/outcomes.ts';
import { isChoiceOver } from '../connection/choice.ts';
import { keepAliveAt } from '../connection/due-time.ts';
import { grantDiesAt, isIdle } from '../connection/idle.ts';
import { openTokens } from '../connection/open-tokens.ts';
import { isUsable } from '../connection/usable.ts';
import { endConnection } from '../disconnect/end-connection.ts';
import { errorName } from '../error-name.ts';
import type { AppGate } from '../health/app-health.ts';
import { newId } from '../new-id.ts';
import type { Deadline } from '../ports.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey, DueItem } from '../stores.ts';
import type { RefreshPorts } from './attempt.ts';
import { finishInert } from './finish-inert.ts';
import { refreshRecord } from './refresh-connection.ts';
import { warnOfExpiry } from './warn-of-end.ts';

/** What was done with an item. */
export type DueItemOutcome = TickOutcome | 'revocation';

/**
 * Settles one item. Never rejects: a failure of one connection is logged and affects no other (T105); a later tick
 * tries again.
 */
export async function settleDueItem(
  ports: RefreshPorts,
  { key }: DueItem,
  tick: { deadline: Deadline; gate: AppGate },
): Promise<DueItemOutcome> {
  try {
    return await settle(ports, key, tick);
  } catch (error) {
    ports.log.error('due_item_failed', { ...key, error: errorName(error) });
    return 'error';
  }
}

async function settle(
  ports: RefreshPorts,
  key: ConnectionKey,
  { deadline, gate }: { deadline: Deadline; gate: AppGate },
): Promise<DueItemOutcome> {
  const record = await ports.connections.read(key);
  const now = ports.clock.now();
  if (!record?.dueAt || record.dueAt > now) return 'moved';
  if (record.status === 'disconnecting') {
    if ((record.nextAttemptAt ?? 0) > now) return 'not_yet';
    await finishInert(ports, { key, deadline }, { record, gate });
    return 'revocation';
  }
  if (isChoiceOver(record, now)) {
    // Whoever writes the table can make up a list of tenants: tokens that do not open with it prove that nobody was asked.
    await openTokens(ports, key, record);
    await endConnection(ports, { key, actor: undefined }, (_ports, each, inert) =>
      finishInert(ports, { key: each, deadline }, { record: inert, gate }),
    );
    return 'revocation';
  }
  if (needsOnlyWarning(record, now)) {
    await warnOfExpiry(ports, key, record);
    return 'warned';
  }
  if (await postponedIdle(ports, key, record)) return 'kept_alive_later';
  return (await refreshRecord(ports, { key, deadline }, { record, gate })).outcome;
}

function needsOnlyWarning(record: Connection, now: number): boolean {
  return isUsable(record) && !record.sealedRefresh && (record.accessExpiresAt ?? 0) > now;
}

/**
 * Postpones the refresh of an idle connection until its grant would end; a call before that refreshes it on demand. A
 * connection in trouble is treated like every other one, so that the trouble is reported.
 */
async function postponedIdle(ports: RefreshPorts, key: ConnectionKey, record: Connection): Promise<boolean> {
  const now = ports.clock.now();
  const inTrouble = record.status !== 'active' || record.attemptId !== undefined;
  if (inTrouble || !record.sealedRefresh || !isIdle(record, ports.idleAfter, now)) return false;
  const since = record.refreshedAt ?? record.connectedAt;
  const dueAt = keepAliveAt({ since, grantDiesAt: grantDiesAt(record), random: randomFraction(ports) });
  if (dueAt <= now) return false;
  const { epoch, generation, status } = record;
  const expect = { epoch: { is: epoch }, generation: { is: generation }, status: { is: status } };
  await ports.connections.change(key, { expect, set: { dueAt }, writeId: newId(ports) });
  return true;
}
