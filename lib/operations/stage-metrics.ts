/** The stage's metrics, for alarms and for the dashboard. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../../src/contract/environment.ts';
import { type InjectionClass, METRICS_NAMESPACE, type MetricName } from '../../src/contract/metrics.ts';
import { type InjectorFunction, injectionNamespace } from './injection-metrics.ts';

export const MINUTE = Duration.minutes(1);
export const FIVE_MINUTES = Duration.minutes(5);
export const QUARTER_HOUR = Duration.minutes(15);

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

  /** The number of requests for a token that ended in this class, per five minutes. */
  injections(functionName: InjectorFunction, name: InjectionClass): Metric {
    return new Metric({
      namespace: injectionNamespace(this.stage, functionName),
      metricName: name,
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
      label: name,
    });
  }
}

export interface MetricTimes {
  period?: Duration;
  statistic?: string;
  label?: string;
}
