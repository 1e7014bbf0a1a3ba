/** The stage's metrics, as alarms and dashboard read them. */
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../src/contract/environment.ts';
import { type InjectionClass, METRICS_NAMESPACE, type MetricName } from '../src/contract/metrics.ts';
import { injectionNamespace } from './injection-metrics.ts';

export const MINUTE = Duration.minutes(1);
export const FIVE_MINUTES = Duration.minutes(5);
export const QUARTER_HOUR = Duration.minutes(15);

export class StageMetrics {
  private readonly stage: string;

  constructor(stage: string) {
    this.stage = stage;
  }

  /** What a function of the stage wrote of itself, summed over a minute. */
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

  /** A form of the injector's answers of one class, summed over five minutes. */
  injections(functionName: FunctionName, name: InjectionClass): Metric {
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
