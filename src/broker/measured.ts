/** Reports and answers as the metrics that they count for. Pure. */
import type { CheckAnswer, InjectionAnswer, RefusalReason } from '../contract/injection-messages.ts';
import { INJECTION_CLASS, type InjectionClass, type MetricName } from '../contract/metrics.ts';
import type { ConnectionRefreshReport, TickOutcome, TickReport } from '../contract/refresh.ts';
import type { AuthorizerAnswer } from './authorizer-answer.ts';

type Values = Partial<Record<MetricName, number>>;

const METRIC_OF: Partial<Record<TickOutcome, MetricName>> = {
  refreshed: 'Refreshed',
  failing: 'RefreshFailing',
  paused: 'RefreshPaused',
  dead: 'GrantsDead',
  error: 'DueItemErrors',
};

export function measuredRefresh(report: ConnectionRefreshReport | TickReport): Values {
  return 'outcomes' in report ? measuredTick(report) : counts({ [report.outcome]: 1 });
}

/** Zeros too: a minute without trouble and a minute without a tick must not look alike. */
function measuredTick({ due, outcomes, oldestOverdueMs, left, reconciled }: TickReport): Values {
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

function counts(outcomes: Partial<Record<TickOutcome, number>>): Values {
  const named = Object.entries(outcomes).map(([outcome, count]) => [
    METRIC_OF[outcome as TickOutcome],
    count,
  ]);
  return Object.fromEntries(named.filter(([name]) => name !== undefined));
}

/** Undefined: it was no injection but a check. */
export function injectionClass(answer: InjectionAnswer | CheckAnswer): InjectionClass | undefined {
  if (!('isAuthorized' in answer)) return undefined;
  return answer.isAuthorized ? 'injected' : INJECTION_CLASS[answer.context.reason];
}

export function authorizationClass(told: AuthorizerAnswer | 'unauthorized'): InjectionClass {
  if (told === 'unauthorized') return 'refused';
  if (told.policyDocument.Statement[0].Effect === 'Allow') return 'injected';
  const { reason = '' } = told.context;
  // What only the authorizer's form refuses has reasons of its own.
  return Object.hasOwn(INJECTION_CLASS, reason) ? INJECTION_CLASS[reason as RefusalReason] : 'refused';
}
