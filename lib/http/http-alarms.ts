/** The alarms of the HTTP API, and the metric that its access log is counted into. */
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { METRICS_NAMESPACE } from '../../src/contract/metrics.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { percent, sumOf } from '../operations/metric-share.ts';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';
import type { AlarmThresholds } from '../settings/alarm-settings.ts';

const REFUSED = 'refused';
/** Fewer answers than this say nothing about a share. */
const LEAST_FAILURES = 5;

/**
 * Counts the requests that API Gateway refused before a function saw them: without a valid token, above a throttle, or to no
 * route. What a function refuses is between it and a member of a workspace. API Gateway writes `-` where there is no value.
 */
export function countRefusals(accessLogs: ILogGroup, stage: string): void {
  new MetricFilter(accessLogs, 'CountRefused', {
    logGroup: accessLogs,
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue('$.status', '=', '4*'),
      FilterPattern.stringValue('$.integrationStatus', '=', '-'),
    ),
    metricNamespace: namespaceOf(stage),
    metricName: REFUSED,
    metricValue: '1',
    defaultValue: 0,
  });
}

export interface HttpApiAlarmProps {
  readonly apiId: string;
  readonly stage: string;
  readonly thresholds: Pick<AlarmThresholds, 'apiFailingPercent' | 'apiRefused' | 'apiRefusedPercent'>;
}

export function httpApiAlarms({ apiId, stage, thresholds }: HttpApiAlarmProps): AlarmDefinition[] {
  const all = countOf('Count', apiId);
  return [
    {
      id: 'api-failing',
      section: 'api-failing',
      description: 'The HTTP API answers 5xx.',
      metric: percentOf({ failed: countOf('5xx', apiId), all }, LEAST_FAILURES),
      threshold: thresholds.apiFailingPercent,
    },
    {
      id: 'api-refusing',
      section: 'api-refusing',
      description:
        'API Gateway refuses far more requests than people make: there is a flood, a client with an error, or no token is valid.',
      metric: percentOf({ refused: refusedIn(stage), all }, thresholds.apiRefused),
      threshold: thresholds.apiRefusedPercent,
    },
  ];
}

/** The share of the first metric in the second one. */
function percentOf(metrics: Record<string, IMetric>, least: number): IMetric {
  const [part = '', whole = ''] = Object.keys(metrics).map((name) => sumOf([name]));
  return percent({ part, whole, least, metrics, period: FIVE_MINUTES, label: '%' });
}

function countOf(metricName: 'Count' | '5xx', apiId: string): Metric {
  // Of the metric `Count` it is the samples that count (HTTP API developer guide, "Working with metrics").
  const statistic = metricName === 'Count' ? Stats.SAMPLE_COUNT : Stats.SUM;
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: apiId },
    statistic,
    period: FIVE_MINUTES,
  });
}

function refusedIn(stage: string): Metric {
  return new Metric({
    namespace: namespaceOf(stage),
    metricName: REFUSED,
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });
}

function namespaceOf(stage: string): string {
  return `${METRICS_NAMESPACE}/${stage}/http-api`;
}
