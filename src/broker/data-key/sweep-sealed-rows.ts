/** One invocation's part of a sweep over everything sealed: from where the sweep stands to the end of the time. */
import type { SweepReport, SweepRequest, Unretired } from '../../contract/rotation.ts';
import { LIMITS } from '../limits.ts';
import type { Deadline } from '../ports.ts';
import type { DataKeyRecord, Restoring } from '../records.ts';
import { patiently } from '../sweep/patiently.ts';
import {
  forgetStanding,
  readStanding,
  runSweep,
  type Standing,
  type SweepState,
  stateOf,
  sum,
} from '../sweep/run-sweep.ts';
import { openSweep } from './open-sweep.ts';
import { NOTHING, type RowCounts, type RowPorts, sweepRow } from './reseal-row.ts';
import { retireKeys } from './retire-keys.ts';
import type { RotationPorts } from './rotation-ports.ts';
import type { SealedPage } from './sealed-rows.ts';

/** Sweeps until the end or {@link LIMITS.sweepReserve} before the deadline, and reports what was found since it began. */
export async function sweepSealedRows(
  ports: RotationPorts,
  { kind, anew }: SweepRequest,
  deadline: Deadline,
): Promise<SweepReport> {
  const until = deadline - LIMITS.sweepReserve;
  const { key, restored, vault, seal, segments, cursors } = await openSweep(ports, kind);
  const { version } = key;
  if (anew) await forgetStanding({ segments, cursors });
  const standing = await readStanding({ segments, cursors });
  const refused =
    kind === 'retire'
      ? await whyNotRetire(ports, standing, { createdAt: key.createdAt, restored })
      : undefined;
  const before = stateOf(standing, { nothing: NOTHING, now: ports.clock.now() });
  if (refused) return { ...reportOf(version, before, before), retired: { refused } };
  const row = { ...ports, vault, seal, version, writes: kind !== 'check', until };
  const state = await runSweep(
    ports,
    { segments, nothing: NOTHING, cursors, page: ports.rows.page, settle: (page) => sweepPage(row, page) },
    { standing, until },
  );
  const report = reportOf(version, state, before);
  if (kind !== 'retire' || !state.isComplete) return report;
  return { ...report, retired: await retireKeys(ports, { version, found: state.counts, restored }) };
}

function reportOf(
  version: number,
  { counts, ...state }: SweepState<RowCounts>,
  before: SweepState<RowCounts>,
): SweepReport {
  return { version, ...state, ...counts, pagesNow: state.pages - before.pages };
}

/**
 * Why keys may not be retired now. When a segment begins, no process may still seal under an older key. The escrow is read
 * before the table: a copy that left it is in the table by then, where the sweep finds it.
 */
async function whyNotRetire(
  { isEscrowEmpty, clock }: RotationPorts,
  standing: Standing<RowCounts>,
  { createdAt, restored }: Pick<DataKeyRecord, 'createdAt'> & { restored: Restoring | undefined },
): Promise<Unretired | undefined> {
  if (restored?.state === 'running') return 'restored';
  const beginnings = standing.map((cursor) => cursor?.startedAt ?? clock.now());
  if (Math.min(...beginnings) - createdAt < LIMITS.retiredKeyWait) return 'too_early';
  const isBeginning = standing.some((cursor) => !cursor);
  return isBeginning && !(await isEscrowEmpty()) ? 'escrow_not_empty' : undefined;
}

type PagePorts = RowPorts & RotationPorts & { until: Deadline };

async function sweepPage(ports: PagePorts, page: SealedPage): Promise<RowCounts> {
  let counts: RowCounts = { ...NOTHING, unopened: page.unknown };
  for (let at = 0; at < page.rows.length; at += LIMITS.sweepConcurrency) {
    const some = page.rows.slice(at, at + LIMITS.sweepConcurrency);
    const counted = await Promise.all(
      some.map((row) => patiently(ports, ports.until, () => sweepRow(ports, row))),
    );
    counts = counted.reduce(sum, counts);
  }
  return counts;
}
