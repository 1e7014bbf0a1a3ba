/**
 * Metrics of requests for a token, one for each class of INJECTION_CLASSES. CloudWatch Logs counts them from the log lines
 * of token-injector and token-authorizer.
 */
import { FilterPattern, type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { FunctionName } from '../../src/contract/environment.ts';
import {
  ENDS_AS,
  INJECTION_CLASS,
  INJECTION_CLASSES,
  type InjectionClass,
  METRICS_NAMESPACE,
} from '../../src/contract/metrics.ts';

/** The functions that answer requests for a token. */
export type InjectorFunction = Extract<FunctionName, 'token-injector' | 'token-authorizer'>;

/** The metrics' namespace for one of the two functions. The metrics' names are the classes. */
export function injectionNamespace(stage: string, functionName: InjectorFunction): string {
  return `${METRICS_NAMESPACE}/${stage}/${functionName}`;
}

/** Adds the metric filters to the log group of one of the two functions. */
export function countInjections(logGroup: ILogGroup, namespace: string): void {
  for (const name of INJECTION_CLASSES)
    new MetricFilter(logGroup, `Count-${name}`, {
      logGroup,
      filterPattern: endsAs(name),
      metricNamespace: namespace,
      metricName: name,
      metricValue: '1',
      // The alarm adds the four metrics, so each needs a value whenever the function logs anything.
      defaultValue: 0,
    });
}

function endsAs(name: InjectionClass): IFilterPattern {
  const outcomes = Object.entries(INJECTION_CLASS).filter(([, one]) => one === name);
  const events = Object.entries(ENDS_AS).filter(([, one]) => one === name);
  return FilterPattern.any(
    FilterPattern.all(
      field('event', 'injection'),
      FilterPattern.any(...outcomes.map(([outcome]) => field('outcome', outcome))),
    ),
    ...events.map(([event]) => field('event', event)),
  );
}

function field(name: string, value: string) {
  return FilterPattern.stringValue(`$.${name}`, '=', value);
}
