/** What is watched of the refreshing: that it runs, that it keeps up, and that no rotated token is in danger. */
import { Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../src/contract/metrics.ts';
import type { Watch } from './alarms.ts';
import type { BrokerFunction } from './function.ts';
import { FIVE_MINUTES, QUARTER_HOUR, type StageMetrics } from './stage-metrics.ts';

export interface RefreshWatched {
  metrics: StageMetrics;
  refresh: BrokerFunction;
  /** Name of the schedules' group. */
  scheduleGroup: string;
}

export function refreshWatches(watched: RefreshWatched): Watch[] {
  return [...runningWatches(watched), ...outcomeWatches(watched), ...escrowWatches(watched)];
}

function runningWatches({ metrics, refresh, scheduleGroup }: RefreshWatched): Watch[] {
  return [
    {
      id: 'tick-not-running',
      says: 'No tick of token-refresh ended in five minutes: nothing is refreshed but on demand.',
      metric: metrics.of('token-refresh', 'TickRuns', { period: FIVE_MINUTES }),
      threshold: 1,
      below: true,
      missing: TreatMissingData.BREACHING,
    },
    {
      id: 'ticks-dropped',
      says: 'EventBridge Scheduler could not invoke token-refresh.',
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
      id: 'refresh-errors',
      says: 'Invocations of token-refresh fail.',
      metric: refresh.function.metricErrors({ period: FIVE_MINUTES }),
      // One is a deployment's or DynamoDB's hiccup, which the next tick makes good.
      threshold: 3,
    },
    {
      id: 'refresh-lag',
      says: 'Connections have been due for five minutes and more: tokens are about to expire in use.',
      // Due is ten minutes before the end at the latest, so that half of the margin is left.
      metric: metrics.of('token-refresh', 'OldestOverdue', { statistic: Stats.MAXIMUM }),
      threshold: 300,
      periods: 3,
    },
    {
      id: 'refresh-behind',
      says: 'Ticks end before their work does, ten times in a row.',
      metric: metrics.of('token-refresh', 'TicksLeftBehind'),
      threshold: 1,
      periods: 10,
    },
  ];
}

function outcomeWatches({ metrics }: RefreshWatched): Watch[] {
  return [
    {
      id: 'dead-grants',
      says: 'Many grants ended within a quarter of an hour: people must connect again.',
      metric: metrics.of('token-refresh', 'GrantsDead', { period: QUARTER_HOUR }),
      threshold: 20,
    },
    {
      id: 'due-item-errors',
      says: 'Due connections meet faults of ours.',
      metric: metrics.of('token-refresh', 'DueItemErrors', { period: FIVE_MINUTES }),
      threshold: 5,
    },
    {
      id: 'app-misconfigured',
      says: 'A provider refuses the credentials of an OAuth app: none of its connections is refreshed.',
      metric: metrics.of('token-refresh', 'AppsMisconfigured', { period: FIVE_MINUTES }),
      threshold: 1,
    },
    ...notTold(metrics),
  ];
}

/** What was done stands; that nobody was told is the trouble (T180). */
function notTold(metrics: StageMetrics): Watch[] {
  return [
    ...(['token-refresh', 'connect'] as const).map((name) => ({
      id: `activity-not-recorded-${name}`,
      section: 'activity-not-recorded',
      says: `${name} could not write audit records.`,
      metric: metrics.of(name, 'ActivityNotRecorded', { period: FIVE_MINUTES }),
      threshold: 1,
    })),
    ...(['token-refresh', 'connect', 'rotate-data-key'] as const).map((name) => ({
      id: `events-not-sent-${name}`,
      section: 'events-not-sent',
      says: `${name} could not put events on the bus.`,
      metric: metrics.of(name, 'EventsNotPublished', { period: FIVE_MINUTES }),
      // A rotation has one to tell.
      threshold: name === 'rotate-data-key' ? 1 : 3,
    })),
  ];
}

function escrowWatches({ metrics }: RefreshWatched): Watch[] {
  const of = (metricName: MetricName) => metrics.of('token-refresh', metricName, { period: FIVE_MINUTES });
  return [
    {
      id: 'rotated-tokens-lost',
      says: 'Rotated tokens could be kept neither in the table nor in the escrow: connections will die of it.',
      metric: of('RotatedTokensLost'),
      threshold: 1,
    },
    {
      id: 'escrow-in-use',
      says: 'The table refused rotated tokens, and they went to the escrow.',
      metric: of('RotatedTokensEscrowed'),
      threshold: 1,
    },
    {
      id: 'escrow-unknown',
      says: 'The escrow does not answer: lost answers cannot be settled.',
      metric: of('EscrowUnknown'),
      threshold: 3,
    },
  ];
}
