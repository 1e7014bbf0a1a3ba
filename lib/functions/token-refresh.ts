/** token-refresh: refreshes due connections every minute, and single ones on demand. It also finishes disconnects. */
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../src/contract/metrics.ts';
import { ACCOUNT_INDEX, DUE_INDEX } from '../../src/contract/table.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { FIVE_MINUTES, QUARTER_HOUR, type StageMetrics } from '../operations/stage-metrics.ts';
import { ofTypes } from '../storage/table-conditions.ts';
import type { BrokerFunction } from './function.ts';
import type { AlarmContext, FunctionDefinition } from './function-definition.ts';
import { activityNotRecorded, eventsNotSent, throttled, vaultKeyFailing } from './shared-alarms.ts';

export const tokenRefresh: FunctionDefinition = {
  description: 'Refreshes what is due, and on demand',
  // As long as the time between two ticks, and longer than the lease of 45 s.
  timeout: Duration.seconds(60),
  // Up to 64 requests to providers run at the same time, each with TLS and an answer of up to 1 MB.
  memory: 1024,

  grantRights(role, { table, vaultKey, platformApps, escrow, events }) {
    table.allow(role, ['GetItem', 'Query', 'UpdateItem'], ofTypes('connection'));
    table.allow(role, ['GetItem', 'Query'], ofTypes('oauthApp', 'dataKey'));
    table.allow(role, ['GetItem', 'UpdateItem', 'DeleteItem'], ofTypes('appHealth'));
    table.allow(role, ['UpdateItem'], ofTypes('activity'));
    table.allow(role, ['Query', 'UpdateItem', 'DeleteItem'], ofTypes('grantMark'));
    table.allowIndex(role, DUE_INDEX.name);
    table.allowIndex(role, ACCOUNT_INDEX.name);
    vaultKey.grantDecrypt(role);
    platformApps.grantRead(role);
    escrow.grantReadWrite(role);
    events.grantPublish(role);
  },

  alarms: (own, context) => [
    ...tickAlarms(own, context),
    ...connectionAlarms(context.metrics),
    activityNotRecorded(own, context.metrics),
    eventsNotSent(own, context.metrics),
    ...rotatedTokenAlarms(context.metrics),
    vaultKeyFailing(own, context.metrics),
    throttled(own),
  ],

  deploymentAlarms: ['refresh-errors', 'due-item-errors', 'rotated-tokens-lost'],
};

/** Do the ticks run, and do they keep up? */
function tickAlarms({ function: own }: BrokerFunction, context: AlarmContext): AlarmDefinition[] {
  const { metrics, scheduleGroup } = context;
  return [
    {
      id: 'tick-not-running',
      section: 'tick-not-running',
      description: 'No tick of token-refresh ended in five minutes: tokens are refreshed on demand only.',
      metric: metrics.of('token-refresh', 'TickRuns', { period: FIVE_MINUTES }),
      threshold: 1,
      below: true,
      missingData: TreatMissingData.BREACHING,
    },
    {
      id: 'ticks-dropped',
      section: 'ticks-dropped',
      description: 'EventBridge Scheduler could not invoke token-refresh.',
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
      section: 'refresh-errors',
      description: 'Invocations of token-refresh fail.',
      metric: own.metricErrors({ period: FIVE_MINUTES }),
      // A deployment or a short fault of DynamoDB can cause one error, and the next tick does the same work.
      threshold: 3,
    },
    {
      id: 'refresh-lag',
      section: 'refresh-lag',
      description: 'Connections have been due for five minutes or longer: tokens are about to expire in use.',
      // A token is due ten minutes before it expires at the latest, so half of that time is left.
      metric: metrics.of('token-refresh', 'OldestOverdue', { statistic: Stats.MAXIMUM }),
      threshold: 300,
      periods: 3,
    },
    {
      id: 'refresh-behind',
      section: 'refresh-behind',
      description: 'Ten ticks in a row ended before they had refreshed everything that was due.',
      metric: metrics.of('token-refresh', 'TicksLeftBehind'),
      threshold: 1,
      periods: 10,
    },
  ];
}

/** What happens to the connections that are refreshed? */
function connectionAlarms(metrics: StageMetrics): AlarmDefinition[] {
  return [
    {
      id: 'dead-grants',
      section: 'dead-grants',
      description: 'Many grants ended within a quarter of an hour: people must connect again.',
      metric: metrics.of('token-refresh', 'GrantsDead', { period: QUARTER_HOUR }),
      threshold: 20,
    },
    {
      id: 'due-item-errors',
      section: 'due-item-errors',
      description: 'Due connections are not refreshed because of errors in Connections itself or in AWS.',
      metric: metrics.of('token-refresh', 'DueItemErrors', { period: FIVE_MINUTES }),
      threshold: 5,
    },
    {
      id: 'app-misconfigured',
      section: 'app-misconfigured',
      description:
        'A provider refuses the credentials of an OAuth app: none of its connections is refreshed.',
      metric: metrics.of('token-refresh', 'AppsMisconfigured', { period: FIVE_MINUTES }),
      threshold: 1,
    },
  ];
}

/** Are rotated tokens stored? The provider does not accept the tokens that they replace any more. */
function rotatedTokenAlarms(metrics: StageMetrics): AlarmDefinition[] {
  const of = (metricName: MetricName) => metrics.of('token-refresh', metricName, { period: FIVE_MINUTES });
  return [
    {
      id: 'rotated-tokens-lost',
      section: 'rotated-tokens-lost',
      description:
        'Rotated tokens could be stored neither in the table nor in the escrow: their connections will stop working.',
      metric: of('RotatedTokensLost'),
      threshold: 1,
    },
    {
      id: 'escrow-in-use',
      section: 'escrow-in-use',
      description: 'The table did not accept rotated tokens, and they were stored in the escrow.',
      metric: of('RotatedTokensEscrowed'),
      threshold: 1,
    },
    {
      id: 'escrow-unknown',
      section: 'escrow-unknown',
      description: 'The escrow does not answer: refreshes whose answers were lost cannot be settled.',
      metric: of('EscrowUnknown'),
      threshold: 3,
    },
    {
      id: 'escrow-damaged',
      section: 'escrow-damaged',
      description:
        'An object in the escrow is not a copy that Connections sealed, or it was settled before: it was changed or put there.',
      metric: of('EscrowDamaged'),
      // Every object of the bucket is written by token-refresh or connect, so one is too many.
      threshold: 1,
    },
  ];
}
