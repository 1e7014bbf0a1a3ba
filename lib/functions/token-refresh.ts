/**
 * token-refresh: refreshes single connections on demand, for a call or a person that waits. token-tick has the same code,
 * rights and size, with executions of its own.
 */
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { MetricName } from '../../src/contract/metrics.ts';
import { ACCOUNT_INDEX, DUE_INDEX } from '../../src/contract/table.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { percent, sumOf } from '../operations/metric-share.ts';
import { FIVE_MINUTES, QUARTER_HOUR, type StageMetrics } from '../operations/stage-metrics.ts';
import type { AlarmThresholds } from '../settings/alarm-settings.ts';
import { ofTypes } from '../storage/table-conditions.ts';
import type { BrokerFunction } from './function.ts';
import type { AlarmContext, FunctionDefinition, RightsContext } from './function-definition.ts';
import { activityNotRecorded, eventsNotSent, failing, throttled, vaultKeyFailing } from './shared-alarms.ts';

/** The size of both functions. */
export const REFRESHING = {
  // As long as the time between two ticks, and longer than the lease of 45 s.
  timeout: Duration.seconds(60),
  // Up to 64 requests to providers run at the same time, each with TLS and an answer of up to 1 MB.
  memory: 1024,
} as const;

export const tokenRefresh: FunctionDefinition = {
  ...REFRESHING,
  description: 'Refreshes a connection on demand',
  grantRights: grantRefreshing,
  // The last two are about the connections, whichever of the two functions refreshes them.
  alarms: (own, context) => [
    ...refreshingAlarms('refresh-errors', own, context),
    ...connectionAlarms(context),
    ...rotatedTokenAlarms(context),
  ],
  deploymentAlarms: ['refresh-errors', 'rotated-tokens-lost'],
};

/** Rights to read what is due, to refresh and revoke, and to finish disconnects. */
export function grantRefreshing(
  role: Role,
  { table, vaultKey, platformApps, escrow, events }: RightsContext,
): void {
  table.allow(role, ['GetItem', 'Query', 'UpdateItem'], ofTypes('connection'));
  table.allow(role, ['GetItem', 'Query'], ofTypes('oauthApp', 'dataKey'));
  table.allow(role, ['GetItem', 'UpdateItem', 'DeleteItem'], ofTypes('appHealth'));
  table.allow(role, ['GetItem', 'UpdateItem'], ofTypes('places'));
  table.allow(role, ['UpdateItem'], ofTypes('activity'));
  table.allow(role, ['Query', 'UpdateItem', 'DeleteItem'], ofTypes('grantMark'));
  table.allowIndex(role, DUE_INDEX.name);
  table.allowIndex(role, ACCOUNT_INDEX.name);
  vaultKey.grantDecrypt(role);
  platformApps.grantRead(role);
  escrow.grantReadWrite(role);
  events.grantPublish(role);
}

/** The alarms that each of the two functions has of its own. `errors` is the id of the first one. */
export function refreshingAlarms(
  errors: string,
  own: BrokerFunction,
  context: AlarmContext,
): AlarmDefinition[] {
  return [
    failing(own, {
      id: errors,
      section: 'refresh-errors',
      description: `Invocations of ${own.name} fail.`,
      // A deployment or a short fault of DynamoDB can cause one error, and the next tick does the same work.
      least: context.thresholds.functionErrors,
    }),
    activityNotRecorded(own, context),
    eventsNotSent(own, context),
    vaultKeyFailing(own, context),
    throttled(own, context),
  ];
}

/** What happens to the connections that are refreshed, by a tick or on demand? */
function connectionAlarms({ metrics, thresholds }: AlarmContext): AlarmDefinition[] {
  return [
    {
      id: 'dead-grants',
      section: 'dead-grants',
      description:
        'Many grants of verified apps ended within a quarter of an hour, in several workspaces: people must connect again.',
      metric: deadPercent(metrics, thresholds),
      threshold: thresholds.deadGrantsPercent,
    },
    {
      id: 'app-misconfigured',
      section: 'app-misconfigured',
      description:
        'A provider refuses the credentials of a verified app: none of its connections is refreshed.',
      metric: metrics.ofRefreshing('AppsMisconfigured', { period: FIVE_MINUTES }),
      threshold: 1,
    },
    {
      id: 'provider-changed',
      section: 'provider-changed',
      description: 'A provider does not answer as its definition says, and needs another one.',
      metric: metrics.ofRefreshing('ProviderChanges', { period: FIVE_MINUTES }),
      threshold: 1,
    },
  ];
}

/** The share of refreshes with verified apps that ended a grant. It is 0 where few did, or those of few workspaces alone. */
function deadPercent(
  metrics: StageMetrics,
  { deadGrants, deadGrantsWorkspaces }: AlarmThresholds,
): MathExpression {
  const period = QUARTER_HOUR;
  const of = (metricName: MetricName) => ({
    [`tick${metricName}`]: metrics.of('token-tick', metricName, { period }),
    [`demand${metricName}`]: metrics.of('token-refresh', metricName, { period }),
  });
  const [dead, refreshed] = [of('GrantsDead'), of('Refreshed')];
  const share = percent({
    part: sumOf(Object.keys(dead)),
    whole: sumOf(Object.keys({ ...dead, ...refreshed })),
    least: deadGrants,
    metrics: { ...dead, ...refreshed },
    period,
    label: '% ended',
  });
  return new MathExpression({
    expression: `IF(FILL(workspaces, 0) >= ${deadGrantsWorkspaces}, share, 0)`,
    usingMetrics: { share, workspaces: metrics.workspaces('reauthorization_required', period) },
    period,
    label: '% ended',
  });
}

/** Are rotated tokens stored? The provider does not accept the tokens that they replace any more. */
function rotatedTokenAlarms({ metrics, thresholds }: AlarmContext): AlarmDefinition[] {
  const of = (metricName: MetricName): IMetric => metrics.ofRefreshing(metricName, { period: FIVE_MINUTES });
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
      threshold: thresholds.escrowUnknown,
    },
    {
      id: 'escrow-damaged',
      section: 'escrow-damaged',
      description:
        'An object in the escrow is not a copy that Connections sealed, or it was settled before: it was changed or put there.',
      metric: of('EscrowDamaged'),
      // Only functions of the stage write objects into the bucket, so one damaged object is too many.
      threshold: 1,
    },
  ];
}
