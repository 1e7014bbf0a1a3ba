/** The stage's metrics, for alarms and for the dashboard. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../../src/contract/environment.ts';
import type { METRICS_BY_PROVIDER, MetricName } from '../../src/contract/metrics.ts';
import { METRICS_NAMESPACE } from '../../src/contract/metrics.ts';
import { type WorkspaceEvent, workspacesWith } from './concerned-workspaces.ts';
import { type InjectionMetric, type InjectorFunction, injectionNamespace } from './injection-metrics.ts';

export const MINUTE = Duration.minutes(1);
export const FIVE_MINUTES = Duration.minutes(5);
export const QUARTER_HOUR = Duration.minutes(15);
export const HOUR = Duration.hours(1);

export class StageMetrics {
  private readonly stage: string;

  constructor(stage: string) {
    this.stage = stage;
  }

  /** A metric that a function of the stage writes itself, by default its sum over a minute. */
  of(functionName: FunctionName, metricName: MetricName, props: MetricTimes = {}): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { stage: this.stage, function: functionName },
      statistic: Stats.SUM,
      period: MINUTE,
      ...props,
    });
  }

  /** The sum of a metric that token-tick and token-refresh both write: of refreshes by a tick and on demand. */
  ofRefreshing(
    metricName: MetricName,
    { period = MINUTE, label = metricName }: MetricTimes = {},
  ): MathExpression {
    return new MathExpression({
      label,
      expression: `FILL(tick${metricName}, 0) + FILL(demand${metricName}, 0)`,
      usingMetrics: {
        [`tick${metricName}`]: this.of('token-tick', metricName, { period }),
        [`demand${metricName}`]: this.of('token-refresh', metricName, { period }),
      },
      period,
    });
  }

  /** What ticks and refreshes on demand counted by provider of the catalogue: a line for each provider, for a graph. */
  byProvider(metricName: (typeof METRICS_BY_PROVIDER)[number]): MathExpression {
    const { stage } = this;
    const period = FIVE_MINUTES.toSeconds();
    return new MathExpression({
      expression: `SEARCH('{${METRICS_NAMESPACE},stage,provider} stage="${stage}" MetricName="${metricName}"', 'Sum', ${period})`,
      usingMetrics: {},
      period: FIVE_MINUTES,
      label: '',
    });
  }

  /** The number of requests for a token that are counted under this name, by default per five minutes. */
  injections(functionName: InjectorFunction, name: InjectionMetric, period = FIVE_MINUTES): Metric {
    return new Metric({
      namespace: injectionNamespace(this.stage, functionName),
      metricName: name,
      statistic: Stats.SUM,
      period,
      label: name,
    });
  }

  /** In how many workspaces the log has such a line within a period. */
  workspaces(event: WorkspaceEvent, period: Duration): MathExpression {
    return workspacesWith(event, this.stage, period);
  }
}

export interface MetricTimes {
  period?: Duration;
  statistic?: string;
  label?: string;
}
