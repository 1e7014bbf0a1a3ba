/**
 * What CloudWatch would make of the log lines of a stage and of AWS's own metrics: which alarms tell the operator. It is assumed
 * that what happens goes on, so that each window and each period sees the same.
 */
import { expect } from 'vitest';
import type { FunctionName } from '../../../src/contract/environment.ts';
import { resolve } from '../resolve.ts';
import { type Resource, resourcesOf, type StageTemplate } from '../stage-template.ts';
import { matches } from './metric-filter.ts';
import { evaluate, type Value } from './metric-math.ts';

/** A value of a metric of AWS's. */
export interface AwsMetric {
  namespace: string;
  name: string;
  /** As the template has them, such as the logical id of a function. */
  dimensions: Record<string, string>;
  value: number;
}

export interface Happened {
  /** Log lines of functions. */
  lines?: Partial<Record<FunctionName, readonly string[]>>;
  /** Lines of the API's access log. */
  accessLog?: readonly string[];
  aws?: readonly AwsMetric[];
}

type Dimensions = { Name: string; Value: string }[];
type Stat = 'Sum' | 'Maximum' | 'SampleCount';

/** Ids of the alarms that ring, without those that tell nobody. */
export function ringing(template: StageTemplate, happened: Happened): string[] {
  const metrics = metricsOf(template, happened);
  const contributors = contributorsOf(template, happened);
  const on = new Set<string>();
  const telling: string[] = [];
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    if (!isOn(Properties, metrics, contributors)) continue;
    on.add(id);
    if (Properties.AlarmActions) telling.push(nameOf(template, Properties.AlarmName));
  }
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm'))
    if (isRuleMet(resolve(Properties.AlarmRule) as string, on))
      telling.push(nameOf(template, Properties.AlarmName));
  return telling.sort();
}

function nameOf({ stage }: StageTemplate, alarmName: string): string {
  return alarmName.replace(`connections-${stage}-`, '');
}

const keyOf = (namespace: string, name: string, dimensions: Dimensions): string =>
  JSON.stringify([namespace, name, ...dimensions.map((one) => `${one.Name}=${one.Value}`).sort()]);

/** Values of every metric: what lines hold, what filters count, and AWS's own. */
function metricsOf(template: StageTemplate, happened: Happened): Map<string, number[]> {
  const metrics = new Map<string, number[]>();
  const add = (key: string, value: number) => metrics.set(key, [...(metrics.get(key) ?? []), value]);
  for (const lines of Object.values(happened.lines ?? {}))
    for (const line of lines) for (const [key, value] of embedded(JSON.parse(line))) add(key, value);
  for (const [, { Properties }] of resourcesOf(template, 'AWS::Logs::MetricFilter')) {
    const [{ MetricNamespace, MetricName }] = Properties.MetricTransformations;
    const key = keyOf(MetricNamespace, MetricName, []);
    for (const line of linesOf(template, Properties.LogGroupName.Ref, happened))
      add(key, matches(Properties.FilterPattern, JSON.parse(line)) ? 1 : 0);
  }
  for (const { namespace, name, dimensions, value } of happened.aws ?? []) {
    const all = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    add(keyOf(namespace, name, all), value);
  }
  return metrics;
}

/** Of a line in the embedded metric format. */
function embedded(line: Record<string, unknown>): [string, number][] {
  const { CloudWatchMetrics = [] } = (line._aws ?? {}) as {
    CloudWatchMetrics?: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = names.map((Name) => ({ Name, Value: String(line[Name]) }));
      return Metrics.map(({ Name }): [string, number] => [
        keyOf(Namespace, Name, dimensions),
        Number(line[Name]),
      ]);
    }),
  );
}

/** The lines of a log group: a function's, or else the access log's. */
function linesOf(
  template: StageTemplate,
  group: string,
  { lines = {}, accessLog = [] }: Happened,
): readonly string[] {
  for (const [name, id] of Object.entries(template.functionIds))
    if (template.resources[id]?.Properties.LoggingConfig.LogGroup.Ref === group)
      return lines[name as FunctionName] ?? [];
  return accessLog;
}

/** How many contributors a rule of Contributor Insights would have. */
function contributorsOf(template: StageTemplate, happened: Happened): (rule: string) => Value {
  return (rule) => {
    const found = resourcesOf(template, 'AWS::CloudWatch::InsightRule').find(
      ([, { Properties }]) => Properties.RuleName === rule,
    );
    if (!found) return expect.fail(`no rule ${rule}`);
    const { LogGroupNames, Contribution } = JSON.parse(resolve(found[1].Properties.RuleBody) as string);
    const matching = (LogGroupNames as string[])
      .flatMap((group) => linesOf(template, group, happened))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => (Contribution.Filters as Filter[]).every((filter) => passes(filter, line)));
    const keys = (Contribution.Keys as string[]).map((key) => key.slice(2));
    return new Set(matching.map((line) => JSON.stringify(keys.map((key) => line[key])))).size || undefined;
  };
}
interface Filter {
  Match: string;
  In?: string[];
  IsPresent?: boolean;
}
function passes({ Match, In, IsPresent }: Filter, line: Record<string, unknown>): boolean {
  const value = line[Match.slice(2)];
  if (In) return In.includes(String(value));
  return (value !== undefined) === IsPresent;
}

function isOn(
  alarm: Resource['Properties'],
  metrics: Map<string, number[]>,
  contributors: (rule: string) => Value,
): boolean {
  const value = alarm.Metrics ? ofExpression(alarm.Metrics, metrics, contributors) : ofMetric(alarm, metrics);
  if (value === undefined) return alarm.TreatMissingData === 'breaching';
  return alarm.ComparisonOperator === 'LessThanThreshold'
    ? value < alarm.Threshold
    : value >= alarm.Threshold;
}

interface Query {
  Id: string;
  Expression?: string;
  MetricStat?: { Metric: { Namespace: string; MetricName: string; Dimensions?: Dimensions }; Stat: Stat };
  ReturnData?: boolean;
}

function ofExpression(
  queries: Query[],
  metrics: Map<string, number[]>,
  contributors: (rule: string) => Value,
): Value {
  const values: Record<string, Value> = {};
  const pending = [...queries];
  // An expression may stand before what it uses.
  while (pending.length > 0) {
    const query = pending.shift() as Query;
    const used = query.Expression?.startsWith('INSIGHT')
      ? []
      : (query.Expression?.match(/\b[a-z]\w*/g) ?? []);
    if (used.some((name) => !Object.hasOwn(values, name))) {
      pending.push(query);
      continue;
    }
    values[query.Id] = query.MetricStat
      ? ofMetric({ ...query.MetricStat.Metric, Statistic: query.MetricStat.Stat }, metrics)
      : evaluate(query.Expression ?? '', pick(values, used), contributors);
  }
  return values[queries.find(({ ReturnData }) => ReturnData !== false)?.Id ?? ''];
}

function pick(values: Record<string, Value>, names: string[]): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function ofMetric(
  metric: { Namespace: string; MetricName: string; Dimensions?: Dimensions; Statistic: Stat },
  metrics: Map<string, number[]>,
): Value {
  const { Namespace, MetricName, Dimensions = [], Statistic } = metric;
  const values = metrics.get(keyOf(Namespace, MetricName, resolve(Dimensions) as Dimensions));
  if (!values) return undefined;
  if (Statistic === 'Maximum') return Math.max(...values);
  return values.reduce((sum, value) => sum + value, 0);
}

/** `ALARM("<arn>")` with AND, OR and parentheses. */
function isRuleMet(rule: string, on: ReadonlySet<string>): boolean {
  const code = rule
    .replace(/ALARM\("[^"]*:(\w+)"\)/g, (_, id) => String(on.has(id)))
    .replaceAll('AND', '&&')
    .replaceAll('OR', '||');
  expect(code).toMatch(/^[()\s&|truefals]+$/);
  return new Function(`return ${code}`)() as boolean;
}
