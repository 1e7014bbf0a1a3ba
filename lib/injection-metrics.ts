/** Injections by who has to act, counted by CloudWatch out of what token-injector and token-authorizer log of them. */
import { FilterPattern, type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import {
  ENDS_AS,
  INJECTION_CLASS,
  INJECTION_CLASSES,
  type InjectionClass,
  METRICS_NAMESPACE,
} from '../src/contract/metrics.ts';

/** The metrics' names are the classes. */
export function injectionNamespace(stage: string, functionName: string): string {
  return `${METRICS_NAMESPACE}/${stage}/${functionName}`;
}

export function countInjections(logGroup: ILogGroup, namespace: string): void {
  for (const name of INJECTION_CLASSES)
    new MetricFilter(logGroup, `Count-${name}`, {
      logGroup,
      filterPattern: endsAs(name),
      metricNamespace: namespace,
      metricName: name,
      metricValue: '1',
      // While the function logs anything, all four have values: the alarm adds them up.
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
