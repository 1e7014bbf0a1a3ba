/** The alarms of the HTTP API. */
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';

export function httpApiAlarms(apiId: string): AlarmDefinition[] {
  return [
    {
      id: 'api-failing',
      section: 'api-failing',
      description: 'The HTTP API answers 5xx.',
      metric: countOf('5xx', apiId),
      threshold: 5,
    },
    {
      id: 'api-refusing',
      section: 'api-refusing',
      description:
        'The HTTP API refuses far more requests than people make: there is a flood, or a client with an error.',
      metric: countOf('4xx', apiId),
      threshold: 1_000,
    },
  ];
}

function countOf(metricName: '4xx' | '5xx', apiId: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: apiId },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });
}
