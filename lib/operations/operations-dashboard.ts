/** The stage's CloudWatch dashboard: the states of the alarms, the refreshes, and the requests for tokens. */
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { INJECTION_CLASSES } from '../../src/contract/metrics.ts';
import { deploymentName } from '../deployment-name.ts';
import type { StageMetrics } from './stage-metrics.ts';

export interface OperationsDashboardProps {
  readonly metrics: StageMetrics;
  readonly alarms: IAlarm[];
  /** token-injector. */
  readonly injector: IFunction;
}

/** Columns of a dashboard, of which there are 24. */
const HALF = 12;
const WHOLE = 24;

export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, { metrics, alarms, injector }: OperationsDashboardProps) {
    super(scope, id);
    new Dashboard(this, 'Dashboard', {
      dashboardName: deploymentName(this),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms, width: WHOLE })],
        refreshGraphs(metrics),
        providerGraphs(metrics),
        injectionGraphs(metrics, injector),
      ],
    });
  }
}

function refreshGraphs(metrics: StageMetrics): IWidget[] {
  const outcomes = (['Refreshed', 'RefreshFailing', 'GrantsDead'] as const).map((name) =>
    metrics.ofRefreshing(name),
  );
  return [
    graph('Refreshes with verified apps', [
      metrics.of('token-tick', 'DueConnections', { label: 'DueConnections' }),
      ...outcomes,
    ]),
    graph('Seconds overdue', [
      metrics.of('token-tick', 'OldestOverdue', { statistic: Stats.MAXIMUM, label: 'oldest' }),
    ]),
  ];
}

/** Verified apps alone: the number of their providers is known. */
function providerGraphs(metrics: StageMetrics): IWidget[] {
  return [
    graph('Refreshes that fail, by provider', [metrics.byProvider('RefreshFailing')]),
    graph('Grants that ended, by provider', [metrics.byProvider('GrantsDead')]),
  ];
}

function injectionGraphs(metrics: StageMetrics, injector: IFunction): IWidget[] {
  return [
    graph(
      'Injections',
      INJECTION_CLASSES.map((name) => metrics.injections('token-injector', name)),
    ),
    graph('Milliseconds of an injection', [
      injector.metricDuration({ statistic: Stats.percentile(50), label: 'p50' }),
      injector.metricDuration({ statistic: Stats.percentile(99), label: 'p99' }),
    ]),
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: HALF, leftYAxis: { min: 0 } });
}
