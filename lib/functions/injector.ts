/** What token-injector and token-authorizer have in common: both give a request its token. */
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { OBJECTIVE, SLOW_INJECTIONS } from '../../src/contract/metrics.ts';
import { CONNECTION_USE_ATTRIBUTES, WRITE_ID } from '../../src/contract/table.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import type { InjectionMetric, InjectorFunction } from '../operations/injection-metrics.ts';
import { sumOf } from '../operations/metric-share.ts';
import { FIVE_MINUTES, type StageMetrics } from '../operations/stage-metrics.ts';
import {
  every,
  naming,
  OF_CALLS,
  ofTypes,
  RETURNING_NOTHING,
  SELECTING,
} from '../storage/table-conditions.ts';
import type { BrokerFunction } from './function.ts';
import type { AlarmContext, RightsContext } from './function-definition.ts';
import { issuerUnreachable, throttled, vaultKeyFailing } from './shared-alarms.ts';

/** What they may update of a connection. The last two attributes are only compared in the condition of the update. */
const USE_ATTRIBUTES = ['lastUsedHour', 'dueAt', WRITE_ID, 'epoch', 'generation'];

/** Rights to read what a request needs, to mark its operation id as used, and to note when its connection was last used. */
export function grantInjection(role: Role, { table, calls, vaultKey, functions }: RightsContext): void {
  table.allow(role, ['GetItem'], ofTypes('connection', 'server'));
  // Whether a person has connections of their own, before a call uses that of the workspace: without what is sealed.
  table.allow(role, ['Query'], every(ofTypes('connection'), naming(CONNECTION_USE_ATTRIBUTES), SELECTING));
  table.allow(role, ['GetItem', 'Query'], ofTypes('dataKey'));
  calls.grantMark(role);
  // Versions of the release before mark their calls in the main table: while this release is deployed, and after a rollback to
  // them. The release after this one takes the right away (docs/decisions/0021).
  table.allow(role, ['PutItem', 'UpdateItem'], OF_CALLS);
  const notingUse = every(ofTypes('connection'), naming(USE_ATTRIBUTES), RETURNING_NOTHING);
  table.allow(role, ['UpdateItem'], notingUse);
  vaultKey.grantDecrypt(role);
  functions['token-refresh'].grantInvoke(role);
}

/** The alarms of both functions. `errors` is the first one, which tells a failure from what the function wants. */
export function injectorAlarms(
  own: BrokerFunction,
  context: AlarmContext,
  errors: AlarmDefinition,
): AlarmDefinition[] {
  const name = own.name as InjectorFunction;
  const { metrics, thresholds } = context;
  return [
    errors,
    {
      id: `${name}-slow`,
      section: 'injector-slow',
      description: `Of the calls of ${name}, ${thresholds.slowPercent} % take ${thresholds.slowMilliseconds} ms or longer.`,
      metric: ofAll(name, SLOW_INJECTIONS, metrics),
      threshold: thresholds.slowPercent,
      periods: 3,
    },
    {
      id: `${name}-unavailable`,
      section: 'injector-unavailable',
      description: `Of the calls of ${name}, ${thresholds.unavailablePercent} % get no token for a reason that is neither the caller's nor the workspace's.`,
      metric: ofAll(name, OBJECTIVE.bad, metrics),
      threshold: thresholds.unavailablePercent,
      periods: 2,
    },
    issuerUnreachable(own, context),
    vaultKeyFailing(own, context),
    throttled(own, context),
  ];
}

/** Fewer calls than this say little about a share. */
const LEAST_CALLS = 20;

/**
 * The share of a metric in the calls that got a token or should have got one, in percent. What a caller or a tenant prevents does
 * not count on either side: a tenant can neither ring the alarm with it, nor hide a fault of ours behind it.
 */
function ofAll(name: InjectorFunction, part: InjectionMetric, metrics: StageMetrics): MathExpression {
  const counted = [OBJECTIVE.good, OBJECTIVE.bad];
  const names = [...new Set<InjectionMetric>([...counted, part])];
  const whole = sumOf(counted);
  return new MathExpression({
    label: `% ${part}`,
    expression: `IF(${whole} >= ${LEAST_CALLS}, 100 * FILL(${part}, 0) / ${whole}, 0)`,
    usingMetrics: Object.fromEntries(names.map((each) => [each, metrics.injections(name, each)])),
    period: FIVE_MINUTES,
  });
}
