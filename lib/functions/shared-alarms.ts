/** Alarms that several functions have. Each belongs to one function and one section of the runbook. */
import type { AlarmDefinition } from '../operations/alarms.ts';
import { percent, sumOf } from '../operations/metric-share.ts';
import type { RunbookSection } from '../operations/runbook.ts';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';
import type { BrokerFunction } from './function.ts';
import type { AlarmContext } from './function-definition.ts';

/** Lambda refused invocations, because of the account's limit or of the function's own. */
export function throttled(
  { name, function: own }: BrokerFunction,
  { thresholds }: Pick<AlarmContext, 'thresholds'>,
  threshold = thresholds.throttles,
): AlarmDefinition {
  return {
    id: `${name}-throttled`,
    section: 'throttled',
    description: `Lambda refuses invocations of ${name}, because no execution is free.`,
    metric: own.metricThrottles({ period: FIVE_MINUTES }),
    threshold,
  };
}

/** Percent of the invocations of a function that fail, of which any size of stage has too many. */
const FAILING_PERCENT = 1;

export interface FailingProps {
  readonly id: string;
  readonly section: RunbookSection;
  readonly description: string;
  /** So many errors, and so many percent of the invocations. */
  readonly least: number;
}

/** Whole invocations fail: the function did not start, ended early, or ran out of time or memory. */
export function failing({ function: own }: BrokerFunction, props: FailingProps): AlarmDefinition {
  const { id, section, description, least } = props;
  const of = { period: FIVE_MINUTES };
  return {
    id,
    section,
    description,
    metric: percent({
      part: sumOf(['errors']),
      whole: sumOf(['invocations']),
      least,
      metrics: { errors: own.metricErrors(of), invocations: own.metricInvocations(of) },
      period: FIVE_MINUTES,
      label: '% failed',
    }),
    threshold: FAILING_PERCENT,
  };
}

/** For functions without a section of their own in the runbook. */
export function functionErrors(own: BrokerFunction, { thresholds }: AlarmContext): AlarmDefinition {
  return failing(own, {
    id: `${own.name}-errors`,
    section: 'function-errors',
    description: `Invocations of ${own.name} fail.`,
    least: thresholds.functionErrors,
  });
}

/** For functions that open sealed tokens. */
export function vaultKeyFailing(
  { name }: BrokerFunction,
  { metrics, thresholds }: AlarmContext,
): AlarmDefinition {
  return {
    id: `vault-key-failing-${name}`,
    section: 'vault-key-failing',
    description: `KMS does not decrypt data keys for ${name}: within five minutes it will not be able to open any token.`,
    metric: metrics.of(name, 'VaultKeyFailures', { period: FIVE_MINUTES }),
    threshold: thresholds.vaultKeyFailures,
  };
}

/** For functions that verify access tokens. They go on with the keys that they have for a bounded time, or refuse every caller. */
export function issuerUnreachable({ name }: BrokerFunction, { metrics }: AlarmContext): AlarmDefinition {
  return {
    id: `issuer-unreachable-${name}`,
    section: 'issuer-unreachable',
    description: `${name} cannot fetch the keys of the issuer that signs people in: it refuses its callers, or soon will.`,
    metric: metrics.of(name, 'IssuerKeyFailures', { period: FIVE_MINUTES }),
    threshold: 1,
  };
}

/** For functions that write audit records. The act itself was done; only its record is missing (T180). */
export function activityNotRecorded({ name }: BrokerFunction, { metrics }: AlarmContext): AlarmDefinition {
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
  { metrics, thresholds }: AlarmContext,
  threshold = thresholds.eventsNotSent,
): AlarmDefinition {
  return {
    id: `events-not-sent-${name}`,
    section: 'events-not-sent',
    description: `${name} could not put events on the bus.`,
    metric: metrics.of(name, 'EventsNotPublished', { period: FIVE_MINUTES }),
    threshold,
  };
}
