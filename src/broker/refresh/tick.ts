/** One tick: settles what is due, soonest first, a bounded number at a time, until time is short. */

import type { Share, TickReport } from '../../contract/refresh.ts';
import { errorName } from '../error-name.ts';
import { type AppGate, appGate } from '../health/app-health.ts';
import { LIMITS } from '../limits.ts';
import type { Deadline } from '../ports.ts';
import { reconcileEscrow } from '../tokens/reconcile-escrow.ts';
import type { RefreshPorts } from './attempt.ts';
import { type DueIntake, dueIntake } from './due-intake.ts';
import { type DueItemOutcome, settleDueItem } from './settle-due-item.ts';

const WHOLE: Share = { index: 0, of: 1 };

/** Runs one tick for one share of the shards and reports it. Rejects if the due index does not answer. */
export async function runTick(
  ports: RefreshPorts,
  deadline: Deadline,
  share: Share = WHOLE,
): Promise<TickReport> {
  const report: TickReport = {
    due: 0,
    outcomes: {},
    reconciled: 0,
    revocations: 0,
    oldestOverdueMs: 0,
    left: false,
  };
  const began = ports.clock.now();
  const gate = appGate(ports);
  const intake = dueIntake(ports, { before: began, share });
  const tick = { ports, report, deadline, gate, intake };
  const workers = Array.from({ length: LIMITS.tickConcurrency }, () => runWorker(tick));
  // The escrow is settled beside the workers: a provider that revokes its copies may be slow, and no worker depends on
  // it.
  const escrow = share.index === 0 ? reconciled(ports, deadline) : 0;
  const [settled] = await Promise.all([escrow, ...workers]);
  report.reconciled = settled;
  const { seen, soonest, isBehind } = intake.summary();
  report.due = seen;
  report.oldestOverdueMs = soonest === undefined ? 0 : began - soonest;
  report.left = isBehind;
  return report;
}

/** Settles the escrow. If it does not answer, that is logged and the tick continues. */
async function reconciled(ports: RefreshPorts, deadline: Deadline): Promise<number> {
  try {
    return await reconcileEscrow(ports, deadline - LIMITS.tickReserve);
  } catch (error) {
    ports.log.error('escrow_unknown', { error: errorName(error) });
    return 0;
  }
}

interface Tick {
  ports: RefreshPorts;
  report: TickReport;
  deadline: Deadline;
  gate: AppGate;
  intake: DueIntake;
}

async function runWorker({ ports, report, deadline, gate, intake }: Tick): Promise<void> {
  for (;;) {
    if (deadline - ports.clock.now() < LIMITS.tickReserve) return;
    const item = await intake.take();
    if (!item) return;
    const outcome = await settleDueItem(ports, item, { deadline, gate });
    // One connection may have to wait while others of its app need not.
    intake.done(item, { outcome, appRests: outcome === 'paused' && gate.rests(item.appKey) });
    count(report, outcome);
  }
}

function count(report: TickReport, outcome: DueItemOutcome): void {
  if (outcome === 'revocation') report.revocations++;
  else report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
}
