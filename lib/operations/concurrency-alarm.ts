/** The alarm of the account's concurrent executions, which all functions of the Region share, also those of other stacks. */
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmThresholds } from '../settings/alarm-settings.ts';
import type { AlarmDefinition } from './alarms.ts';
import { MINUTE } from './stage-metrics.ts';

/**
 * `ClaimedAccountConcurrency` is what no function can have on demand any more: executions in use, and all that are reserved or
 * provisioned (Lambda developer guide, "Monitoring concurrency", which says to view its maximum).
 */
export function concurrencyAlarm({
  concurrencyQuota,
  concurrencyPercent,
}: Pick<AlarmThresholds, 'concurrencyQuota' | 'concurrencyPercent'>): AlarmDefinition {
  return {
    id: 'account-concurrency',
    section: 'account-concurrency',
    description: `Of the account's ${concurrencyQuota} concurrent executions ${concurrencyPercent} % are taken.`,
    metric: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'ClaimedAccountConcurrency',
      statistic: Stats.MAXIMUM,
      period: MINUTE,
    }),
    threshold: (concurrencyQuota * concurrencyPercent) / 100,
    periods: 3,
  };
}
