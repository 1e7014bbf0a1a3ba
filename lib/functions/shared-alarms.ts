/** Alarms that several functions have. Each belongs to one function and one section of the runbook. */
import type { AlarmDefinition } from '../operations/alarms.ts';
import { FIVE_MINUTES, type StageMetrics } from '../operations/stage-metrics.ts';
import type { BrokerFunction } from './function.ts';

/** Lambda refused invocations, because of the account's limit or of the function's own. */
export function throttled({ name, function: own }: BrokerFunction, threshold = 1): AlarmDefinition {
  return {
    id: `${name}-throttled`,
    section: 'throttled',
    description: `Lambda refuses invocations of ${name}, because no execution is free.`,
    metric: own.metricThrottles({ period: FIVE_MINUTES }),
    threshold,
  };
}

/** For functions that open sealed tokens. */
export function vaultKeyFailing({ name }: BrokerFunction, metrics: StageMetrics): AlarmDefinition {
  return {
    id: `vault-key-failing-${name}`,
    section: 'vault-key-failing',
    description: `KMS does not decrypt data keys for ${name}: within five minutes it will not be able to open any token.`,
    metric: metrics.of(name, 'VaultKeyFailures', { period: FIVE_MINUTES }),
    threshold: 3,
  };
}

/** For functions that write audit records. The act itself was done; only its record is missing (T180). */
export function activityNotRecorded({ name }: BrokerFunction, metrics: StageMetrics): AlarmDefinition {
  return {
    id: `activity-not-recorded-${name}`,
    section: 'activity-not-recorded',
    description: `${name} could not write audit records.`,
    metric: metrics.of(name, 'ActivityNotRecorded', { period: FIVE_MINUTES }),
    threshold: 1,
  };
}

/** For functions that publish events. The act itself was done; only its event is missing (T180). */
export function eventsNotSent(
  { name }: BrokerFunction,
  metrics: StageMetrics,
  threshold = 3,
): AlarmDefinition {
  return {
    id: `events-not-sent-${name}`,
    section: 'events-not-sent',
    description: `${name} could not put events on the bus.`,
    metric: metrics.of(name, 'EventsNotPublished', { period: FIVE_MINUTES }),
    threshold,
  };
}
