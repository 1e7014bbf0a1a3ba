/** What token-injector and token-authorizer have in common: both give a request its token. */
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { INJECTION_CLASSES } from '../../src/contract/metrics.ts';
import { WRITE_ID } from '../../src/contract/table.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import type { InjectorFunction } from '../operations/injection-metrics.ts';
import { FIVE_MINUTES, type StageMetrics } from '../operations/stage-metrics.ts';
import { every, naming, OF_CALLS, ofTypes, RETURNING_NOTHING } from '../storage/table-conditions.ts';
import type { BrokerFunction } from './function.ts';
import type { RightsContext } from './function-definition.ts';
import { throttled, vaultKeyFailing } from './shared-alarms.ts';

/** What they may update of a connection. The last two attributes are only compared in the condition of the update. */
const USE_ATTRIBUTES = ['lastUsedHour', 'dueAt', WRITE_ID, 'epoch', 'generation'];

/** Rights to read what a request needs, to mark its operation id as used, and to note when its connection was last used. */
export function grantInjection(role: Role, { table, calls, vaultKey, functions }: RightsContext): void {
  table.allow(role, ['GetItem'], ofTypes('connection', 'server'));
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

export interface InjectorAlarmProps {
  readonly name: InjectorFunction;
  /** Errors of invocations in five minutes at which the alarm goes off. */
  readonly errors: number;
}

export function injectorAlarms(
  { name, errors }: InjectorAlarmProps,
  own: BrokerFunction,
  metrics: StageMetrics,
): AlarmDefinition[] {
  return [
    {
      id: `${name}-errors`,
      section: 'injector-errors',
      description: `Invocations of ${name} fail, although it is written to answer in every case.`,
      metric: own.function.metricErrors({ period: FIVE_MINUTES }),
      threshold: errors,
    },
    {
      id: `${name}-slow`,
      section: 'injector-slow',
      description: `One call of ${name} in a hundred takes five seconds or longer.`,
      metric: own.function.metricDuration({ period: FIVE_MINUTES, statistic: Stats.percentile(99) }),
      threshold: 5_000,
      periods: 3,
    },
    {
      id: `${name}-unavailable`,
      section: 'injector-unavailable',
      description: `One call of ${name} in ten gets no token for a reason that is not the caller’s.`,
      metric: unavailablePercent(name, metrics),
      threshold: 10,
      periods: 2,
    },
    vaultKeyFailing(own, metrics),
    throttled(own),
  ];
}

const TOTAL = `(${INJECTION_CLASSES.map((name) => `FILL(${name}, 0)`).join(' + ')})`;

/** The share of unavailable answers in percent. It is 0 below 20 calls, of which a share would mean little. */
function unavailablePercent(name: InjectorFunction, metrics: StageMetrics): MathExpression {
  return new MathExpression({
    label: '% unavailable',
    expression: `IF(${TOTAL} >= 20, 100 * FILL(unavailable, 0) / ${TOTAL}, 0)`,
    usingMetrics: Object.fromEntries(INJECTION_CLASSES.map((each) => [each, metrics.injections(name, each)])),
    period: FIVE_MINUTES,
  });
}
