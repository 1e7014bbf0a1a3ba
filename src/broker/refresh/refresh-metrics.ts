/** Turns reports into metrics. Pure. */
import type { MetricName } from '../../contract/metrics.ts';
import type { TickOutcome } from '../../contract/outcomes.ts';
import type {
  ConnectionRefreshReport,
  ConnectionRevocationReport,
  TickReport,
} from '../../contract/refresh.ts';

type Values = Partial<Record<MetricName, number>>;

const METRIC_OF: Partial<Record<TickOutcome, MetricName>> = {
  refreshed: 'Refreshed',
  failing: 'RefreshFailing',
  paused: 'RefreshPaused',
  dead: 'GrantsDead',
  error: 'DueItemErrors',
};

/** Returns the metrics of a report, by name: counts, and `OldestOverdue` in seconds. */
export function refreshMetrics(
  report: ConnectionRefreshReport | ConnectionRevocationReport | TickReport,
): Values {
  return 'outcomes' in report ? tickMetrics(report) : counts({ [report.outcome]: 1 });
}

/** Includes zeros: a minute without failures must differ from a minute without a tick. */
function tickMetrics({ due, outcomes, oldestOverdueMs, left, reconciled }: TickReport): Values {
  const none = Object.fromEntries(Object.keys(METRIC_OF).map((outcome) => [outcome, 0]));
  return {
    TickRuns: 1,
    DueConnections: due,
    OldestOverdue: Math.round(oldestOverdueMs / 1_000),
    TicksLeftBehind: left ? 1 : 0,
    EscrowReconciled: reconciled,
    ...counts({ ...none, ...outcomes }),
  };
}

/** A revocation's outcomes have no metric. */
function counts(outcomes: Record<string, number>): Values {
  const named = Object.entries(outcomes).map(([outcome, count]) => [
    METRIC_OF[outcome as TickOutcome],
    count,
  ]);
  return Object.fromEntries(named.filter(([name]) => name !== undefined));
}
