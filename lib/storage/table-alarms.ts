/**
 * The alarms of the tables. DynamoDB counts throttled reads and writes by their cause (developer guide, "CloudWatch throttling
 * metrics"): a quota of a table or an index is everybody's. A busy key range of a table is one workspace's, because the keys
 * of connections and of calls name the workspace; the partitions of the due index belong to all.
 */
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { ACCOUNT_INDEX, DUE_INDEX } from '../../src/contract/table.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { sumOf } from '../operations/metric-share.ts';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';
import type { StageStorage } from './stage-storage.ts';

type Cause = 'AccountLimit' | 'KeyRangeThroughput';
/** What can be throttled: a table, or one of its indexes. */
interface Throttled {
  readonly index?: string;
  readonly cause: Cause;
}

const EVERYBODYS: readonly Throttled[] = [
  { cause: 'AccountLimit' },
  { index: DUE_INDEX.name, cause: 'AccountLimit' },
  { index: ACCOUNT_INDEX.name, cause: 'AccountLimit' },
  { index: DUE_INDEX.name, cause: 'KeyRangeThroughput' },
];

/** `threshold`: throttled reads and writes in five minutes. */
export function tableAlarms(
  { table, calls }: Pick<StageStorage, 'table' | 'calls'>,
  threshold: number,
): AlarmDefinition[] {
  return [
    alarmOf('main', { table: table.table, throttled: EVERYBODYS, threshold }),
    alarmOf('calls', { table: calls.table, throttled: [{ cause: 'AccountLimit' }], threshold }),
  ];
}

function alarmOf(
  name: string,
  { table, throttled, threshold }: { table: ITable; throttled: readonly Throttled[]; threshold: number },
): AlarmDefinition {
  const metrics = Object.assign({}, ...throttled.map((each) => metricsOf(table, each)));
  return {
    id: `table-throttled-${name}`,
    section: 'table-throttled',
    description: `DynamoDB refuses reads or writes of the ${name} table for everybody.`,
    metric: new MathExpression({
      expression: sumOf(Object.keys(metrics)),
      usingMetrics: metrics,
      period: FIVE_MINUTES,
      label: 'throttled',
    }),
    threshold,
  };
}

function metricsOf({ tableName }: ITable, { index, cause }: Throttled): Record<string, IMetric> {
  const one = (kind: 'Read' | 'Write') =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: `${kind}${cause}ThrottleEvents`,
      dimensionsMap: { TableName: tableName, ...(index && { GlobalSecondaryIndexName: index }) },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    });
  const id = (kind: string) => `${kind}${cause}${index ?? 'Table'}`;
  return { [id('read')]: one('Read'), [id('write')]: one('Write') };
}
