/** Turns reports, and what was noted of refreshes, into metrics. Pure. */
import type { METRICS_BY_PROVIDER, MetricName } from '../../contract/metrics.ts';
import type { RefreshOutcome } from '../../contract/outcomes.ts';
import type {
  ConnectionRefreshReport,
  ConnectionRevocationReport,
  TickReport,
} from '../../contract/refresh.ts';

type Values = Partial<Record<MetricName, number>>;
/** Refreshes that {@link RefreshPorts.noteRefresh} was told of, by provider and outcome. */
export type NotedRefreshes = Record<string, Partial<Record<RefreshOutcome, number>>>;

/** Metrics of the function, or of a provider of the catalogue. */
export interface Measured {
  provider?: string;
  values: Values;
}

const METRIC_OF: Partial<Record<RefreshOutcome, (typeof METRICS_BY_PROVIDER)[number]>> = {
  refreshed: 'Refreshed',
  failing: 'RefreshFailing',
  paused: 'RefreshPaused',
  dead: 'GrantsDead',
};

/** Counts one refresh in `noted`. */
export function noteIn(noted: NotedRefreshes, provider: string, outcome: RefreshOutcome): void {
  noted[provider] ??= {};
  noted[provider][outcome] = (noted[provider][outcome] ?? 0) + 1;
}

/**
 * Returns the metrics of an invocation, of the function and of each provider with anything to count: counts, and
 * `OldestOverdue` in seconds.
 */
export function refreshMetrics(
  report: ConnectionRefreshReport | ConnectionRevocationReport | TickReport,
  noted: NotedRefreshes,
): Measured[] {
  const all = counted(Object.values(noted));
  const ofFunction = 'outcomes' in report ? { ...ofTick(report), ...all } : all;
  const ofProviders = Object.entries(noted).map(([provider, each]) => ({
    provider,
    values: counted([each]),
  }));
  return [{ values: ofFunction }, ...ofProviders];
}

/** Includes zeros: a minute without failures must differ from a minute without a tick. */
function ofTick({ due, outcomes, oldestOverdueMs, left, reconciled }: TickReport): Values {
  const none = Object.fromEntries(Object.values(METRIC_OF).map((name) => [name, 0]));
  return {
    TickRuns: 1,
    DueConnections: due,
    OldestOverdue: Math.round(oldestOverdueMs / 1_000),
    TicksLeftBehind: left ? 1 : 0,
    EscrowReconciled: reconciled,
    // A fault of ours, whoever's app it is.
    DueItemErrors: outcomes.error ?? 0,
    ...none,
  };
}

/** The sum of all, by metric. A zero would be a metric of every provider that there is, so there is none. */
function counted(all: readonly NotedRefreshes[string][]): Values {
  const values: Values = {};
  for (const outcomes of all)
    for (const [outcome, count] of Object.entries(outcomes)) {
      const name = METRIC_OF[outcome as RefreshOutcome];
      if (name !== undefined) values[name] = (values[name] ?? 0) + count;
    }
  return values;
}
