/**
 * Metrics of requests for a token: one for each class of INJECTION_CLASSES, and how many were slow. CloudWatch Logs counts them
 * from the log lines of token-injector and token-authorizer. What a tenant's own app or endpoint brings about is counted apart.
 */
import {
  FilterPattern,
  type IFilterPattern,
  type ILogGroup,
  type JsonPattern,
  MetricFilter,
} from 'aws-cdk-lib/aws-logs';
import type { FunctionName } from '../../src/contract/environment.ts';
import {
  ENDS_AS,
  INJECTION_CLASS,
  INJECTION_CLASSES,
  type InjectionClass,
  METRICS_NAMESPACE,
  SLOW_INJECTIONS,
  UNAUTHORIZED,
} from '../../src/contract/metrics.ts';

/** The functions that answer requests for a token. */
export type InjectorFunction = Extract<FunctionName, 'token-injector' | 'token-authorizer'>;
/** Names of the metrics; token-authorizer alone has the last one. */
export type InjectionMetric = InjectionClass | typeof SLOW_INJECTIONS | typeof UNAUTHORIZED;

/** The metrics' namespace for one of the two functions. */
export function injectionNamespace(stage: string, functionName: InjectorFunction): string {
  return `${METRICS_NAMESPACE}/${stage}/${functionName}`;
}

export interface CountProps {
  readonly stage: string;
  readonly functionName: InjectorFunction;
  /** Milliseconds from which an injection is slow. */
  readonly slowMilliseconds: number;
}

/** Adds the metric filters to the log group of one of the two functions. */
export function countInjections(logGroup: ILogGroup, props: CountProps): void {
  const { stage, functionName, slowMilliseconds } = props;
  const count = (metricName: InjectionMetric, filterPattern: IFilterPattern) =>
    new MetricFilter(logGroup, `Count-${metricName}`, {
      logGroup,
      filterPattern,
      metricNamespace: injectionNamespace(stage, functionName),
      metricName,
      metricValue: '1',
      // Alarms add the metrics, so each needs a value whenever the function logs anything.
      defaultValue: 0,
    });
  for (const name of INJECTION_CLASSES) count(name, endsAs(name));
  count(SLOW_INJECTIONS, slowerThan(slowMilliseconds));
  if (functionName === 'token-authorizer') count(UNAUTHORIZED, REFUSED_BY_AN_ERROR);
}

const INJECTION = field('event', 'injection');
const OURS = FilterPattern.notExists('$.concerns');
const TENANTS = field('concerns', 'tenant');
const REFUSED_BY_AN_ERROR = FilterPattern.all(
  field('event', 'authorization'),
  field('outcome', 'unauthorized'),
);

function endsAs(name: InjectionClass): IFilterPattern {
  if (name === 'tenant_unavailable') return FilterPattern.all(INJECTION, anyOutcome('unavailable'), TENANTS);
  const events = Object.entries(ENDS_AS).filter(([, one]) => one === name);
  const ended = [INJECTION, anyOutcome(name), ...(name === 'unavailable' ? [OURS] : [])];
  return FilterPattern.any(FilterPattern.all(...ended), ...events.map(([event]) => field('event', event)));
}

function anyOutcome(name: InjectionClass): JsonPattern {
  const outcomes = Object.entries(INJECTION_CLASS).filter(([, one]) => one === name);
  return FilterPattern.any(...outcomes.map(([outcome]) => field('outcome', outcome)));
}

function slowerThan(milliseconds: number): IFilterPattern {
  return FilterPattern.all(INJECTION, FilterPattern.numberValue('$.durationMs', '>=', milliseconds), OURS);
}

function field(name: string, value: string): JsonPattern {
  return FilterPattern.stringValue(`$.${name}`, '=', value);
}
