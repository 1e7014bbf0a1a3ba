/**
 * token-tick: refreshes due connections every minute and finishes disconnects. It is a function of its own, because a
 * flood of refreshes on demand must not take its executions.
 */
import { Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';
import type { AlarmContext, FunctionDefinition } from './function-definition.ts';
import { grantRefreshing, REFRESHING, refreshingAlarms } from './token-refresh.ts';

export const tokenTick: FunctionDefinition = {
  ...REFRESHING,
  description: 'Refreshes what is due, every minute',
  grantRights: grantRefreshing,
  alarms: (own, context) => [...tickAlarms(context), ...refreshingAlarms('tick-errors', own, context)],
  deploymentAlarms: ['tick-errors', 'due-item-errors', 'rotated-tokens-lost'],
};

/** Do the ticks run, and do they keep up? */
function tickAlarms({ metrics, scheduleGroup, thresholds }: AlarmContext): AlarmDefinition[] {
  return [
    {
      id: 'tick-not-running',
      section: 'tick-not-running',
      description: 'No tick of token-tick ended in five minutes: tokens are refreshed on demand only.',
      metric: metrics.of('token-tick', 'TickRuns', { period: FIVE_MINUTES }),
      threshold: 1,
      below: true,
      missingData: TreatMissingData.BREACHING,
    },
    {
      id: 'ticks-dropped',
      section: 'ticks-dropped',
      description: 'EventBridge Scheduler could not invoke token-tick.',
      metric: new Metric({
        namespace: 'AWS/Scheduler',
        metricName: 'InvocationDroppedCount',
        dimensionsMap: { ScheduleGroup: scheduleGroup },
        statistic: Stats.SUM,
        period: FIVE_MINUTES,
      }),
      threshold: 1,
    },
    {
      id: 'refresh-lag',
      section: 'refresh-lag',
      description: 'Connections have been due for five minutes or longer: tokens are about to expire in use.',
      // A token is due ten minutes before it expires at the latest, so by default half of that time is left.
      metric: metrics.of('token-tick', 'OldestOverdue', { statistic: Stats.MAXIMUM }),
      threshold: thresholds.refreshLagSeconds,
      periods: 3,
    },
    {
      id: 'refresh-behind',
      section: 'refresh-behind',
      description: 'Ten ticks in a row ended before they had refreshed everything that was due.',
      metric: metrics.of('token-tick', 'TicksLeftBehind'),
      threshold: 1,
      periods: 10,
    },
    {
      id: 'due-item-errors',
      section: 'due-item-errors',
      description: 'Due connections are not refreshed because of errors in Connections itself or in AWS.',
      metric: metrics.of('token-tick', 'DueItemErrors', { period: FIVE_MINUTES }),
      threshold: thresholds.dueItemErrors,
    },
  ];
}
