/** One tick: everything that is due, soonest first, a bounded number at a time, until time runs short. */
import type { RefreshOutcome, TickReport } from '../contract/refresh.ts';
import { DUE_SHARDS } from '../contract/table.ts';
import { finishDisconnect } from './finish-disconnect.ts';
import { LIMITS } from './limits.ts';
import type { Deadline, DueItem } from './ports.ts';
import { type RefreshNeeds, refreshRecord } from './refresh-connection.ts';

export async function refreshDue(ports: RefreshNeeds, deadline: Deadline): Promise<TickReport> {
  const began = ports.clock.now();
  const due = await dueItems(ports, began);
  const report: TickReport = {
    due: due.length,
    outcomes: {},
    revocations: 0,
    oldestOverdueMs: due[0] ? began - due[0].dueAt : 0,
    left: false,
  };
  const queue = due.values();
  const work = async () => {
    for (const item of queue) {
      if (deadline - ports.clock.now() < LIMITS.tickReserve) {
        report.left = true;
        return;
      }
      count(report, await workOn(ports, item, deadline));
    }
  };
  await Promise.all(Array.from({ length: LIMITS.tickConcurrency }, work));
  return report;
}

async function dueItems(ports: RefreshNeeds, now: number): Promise<DueItem[]> {
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) =>
    ports.connections.due(shard, now, LIMITS.tickShardLimit),
  );
  return (await Promise.all(shards)).flat().sort((left, right) => left.dueAt - right.dueAt);
}

type Worked = RefreshOutcome | 'revocation';

/** One connection's trouble stays its own (T105): it is logged, and the next tick meets it again. */
async function workOn(ports: RefreshNeeds, { key }: DueItem, deadline: Deadline): Promise<Worked> {
  try {
    const record = await ports.connections.read(key);
    if (record?.status === 'disconnecting') {
      if ((record.nextAttemptAt ?? 0) > ports.clock.now()) return 'not_yet';
      await finishDisconnect(ports, key, record);
      return 'revocation';
    }
    return (await refreshRecord(ports, { key, deadline }, record)).outcome;
  } catch (error) {
    ports.log.error('due_item_failed', { ...key, error: error instanceof Error ? error.name : 'unknown' });
    return 'failing';
  }
}

function count(report: TickReport, worked: Worked): void {
  if (worked === 'revocation') report.revocations++;
  else report.outcomes[worked] = (report.outcomes[worked] ?? 0) + 1;
}
