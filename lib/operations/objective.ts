/**
 * The objective for injections: so many percent of them give a token, of those that neither the caller nor a tenant prevents. The
 * alarm goes off when its error budget burns fast, over a long window and still over a short one: 14.4 times as fast as the
 * budget allows for an hour is 2 % of a month's budget, 6 times for six hours is 5 % (Google, "The Site Reliability Workbook",
 * chapter 5, "Alerting on SLOs", table 5-8: https://sre.google/workbook/alerting-on-slos/).
 */
import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { OBJECTIVE, UNAUTHORIZED } from '../../src/contract/metrics.ts';
import type { AlarmDefinition, AlarmGroups } from './alarms.ts';
import type { InjectorFunction } from './injection-metrics.ts';
import { percent, sumOf } from './metric-share.ts';
import type { StageMetrics } from './stage-metrics.ts';

/** A function that gives tokens. */
export interface Injector {
  readonly name: InjectorFunction;
  readonly function: IFunction;
}

export interface ObjectiveProps {
  readonly injectors: readonly Injector[];
  readonly metrics: StageMetrics;
  /** Percent. */
  readonly objective: number;
}

const BURNS = [
  { rate: 14.4, windows: { '1h': Duration.hours(1), '5m': Duration.minutes(5) } },
  { rate: 6, windows: { '6h': Duration.hours(6), '30m': Duration.minutes(30) } },
];
/** Fewer failures than this say nothing about a rate: of ten calls one is 10 %. */
const LEAST_FAILURES = 5;

export function objectiveAlarm({ injectors, metrics, objective }: ObjectiveProps): AlarmGroups {
  return {
    id: 'injection-objective',
    section: 'injection-objective',
    description: `Injections fail so often that the objective of ${objective} % will be missed.`,
    groups: BURNS.map(({ rate, windows }) =>
      Object.entries(windows).map(([name, window]): AlarmDefinition => {
        return {
          id: `injection-objective-${name}`,
          section: 'injection-objective',
          description: `Over ${name} injections fail ${rate} times as often as the objective allows. This alarm alone tells nobody.`,
          metric: failing(injectors, metrics, window),
          threshold: rounded(rate * (100 - objective)),
        };
      }),
    ),
  };
}

/** The percentage of injections that failed. Those that Lambda refused or ended have no line in the log. */
function failing(injectors: readonly Injector[], metrics: StageMetrics, period: Duration) {
  const parts = injectors.map(({ name, function: own }, index) =>
    ofInjector({ name, function: own }, { index, metrics, period }),
  );
  const bad = `(${parts.map((part) => part.bad).join(' + ')})`;
  const good = sumOf(parts.map((part) => part.good));
  return percent({
    part: bad,
    whole: `(${bad} + ${good})`,
    least: LEAST_FAILURES,
    metrics: Object.assign({}, ...parts.map((part) => part.metrics)),
    period,
    label: '% failed',
  });
}

function ofInjector(
  { name, function: own }: Injector,
  { index, metrics, period }: { index: number; metrics: StageMetrics; period: Duration },
): { bad: string; good: string; metrics: Record<string, IMetric> } {
  const id = (metric: string) => `${metric}${index}`;
  const isAuthorizer = name === 'token-authorizer';
  const unauthorized = isAuthorizer ? ` - FILL(${id(UNAUTHORIZED)}, 0)` : '';
  return {
    bad: `${sumOf([id(OBJECTIVE.bad), id('errors'), id('throttles')])}${unauthorized}`,
    good: id(OBJECTIVE.good),
    metrics: {
      [id(OBJECTIVE.bad)]: metrics.injections(name, OBJECTIVE.bad, period),
      [id(OBJECTIVE.good)]: metrics.injections(name, OBJECTIVE.good, period),
      [id('errors')]: own.metricErrors({ period }),
      [id('throttles')]: own.metricThrottles({ period }),
      ...(isAuthorizer && { [id(UNAUTHORIZED)]: metrics.injections(name, UNAUTHORIZED, period) }),
    },
  };
}

/** Without the noise of floating point: 14.4 × 0.1 is 1.4400000000000819. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
