/**
 * The alarms that exist, and where they are published.
 * Covers lib/operations, lib/functions/shared-alarms.ts, lib/http/http-alarms.ts, lib/storage/vault-key-rule.ts,
 * lib/storage/table-alarms.ts, lib/functions/gradual-deployment.ts, lib/settings/operations-settings.ts,
 * lib/settings/alarm-settings.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { type AlarmThresholds, DEFAULT_ALARMS } from '../../lib/settings/alarm-settings.ts';
import { FUNCTIONS } from '../../src/contract/environment.ts';
import { COUNTED_EVENTS, METRICS } from '../../src/contract/metrics.ts';
import { alarmsOf, ruleOf, tellingAlarmsOf } from './alarms-of.ts';
import { attribute, resolve } from './resolve.ts';
import {
  onlyResource,
  type Resource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  vaultKeyIn,
  withEverything,
} from './stage-template.ts';

/** A number of its own for each threshold, within its range. */
const ODD = Object.fromEntries(
  Object.keys(DEFAULT_ALARMS).map((name, index) => [
    name,
    name.endsWith('Percent') ? 95.01 + index / 10 : 301 + index,
  ]),
) as unknown as AlarmThresholds;

let prod: StageTemplate;
beforeAll(() => {
  prod = stageTemplate(withEverything(settingsOf('prod')));
});

/** Alarm by the part of its name after the stack's. */
function alarm(id: string): Resource['Properties'] {
  const found = alarmsOf(prod).find(({ Properties }) => Properties.AlarmName === `connections-prod-${id}`);
  if (!found) throw new Error(`no alarm ${id}`);
  return found.Properties;
}
/** Every metric that an alarm looks at, also inside an expression. */
const metricsOf = ({
  Properties,
}: Resource): { Namespace: string; MetricName: string; Dimensions: object[] }[] =>
  Properties.Metrics
    ? Properties.Metrics.flatMap((one: { MetricStat?: { Metric: object } }) => one.MetricStat?.Metric ?? [])
    : [Properties];

describe('every alarm', () => {
  it('goes to the stage’s topic, when it rings and when it is over', () => {
    const [topic] = onlyResource(prod, 'AWS::SNS::Topic');
    for (const { Properties } of tellingAlarmsOf(prod)) {
      expect(Properties.AlarmActions).toEqual([{ Ref: topic }]);
      expect(Properties.OKActions).toEqual([{ Ref: topic }]);
    }
    expect(tellingAlarmsOf(prod).length).toBeGreaterThan(25);
  });

  it('watches metrics that functions write, with the stage’s own dimensions', () => {
    const written = alarmsOf(prod)
      .flatMap(metricsOf)
      .filter(({ Namespace }) => Namespace === 'Connections');
    for (const { MetricName, Dimensions } of written) {
      expect(Object.keys(METRICS)).toContain(MetricName);
      expect(Dimensions).toContainEqual({ Name: 'stage', Value: 'prod' });
      // Nothing of a tenant's, and no provider: an alarm would be needed for each.
      expect(Dimensions.map((one) => (one as { Name: string }).Name).sort()).toEqual(['function', 'stage']);
    }
    const watched = new Set(written.map(({ MetricName }) => MetricName));
    // Whoever counts an error wants to hear of it.
    for (const metric of Object.values(COUNTED_EVENTS)) expect(watched).toContain(metric);
  });

  it('takes silence for health, but for the tick’s', () => {
    const breaching = alarmsOf(prod).filter(
      ({ Properties }) => Properties.TreatMissingData !== 'notBreaching',
    );
    expect(breaching.map(({ Properties }) => Properties.AlarmName)).toEqual([
      'connections-prod-tick-not-running',
    ]);
  });
});

describe('alarms', () => {
  it('ring when no tick ended in five minutes', () => {
    expect(alarm('tick-not-running')).toMatchObject({
      MetricName: 'TickRuns',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('ring when refreshing is five minutes late, three minutes on end', () => {
    expect(alarm('refresh-lag')).toMatchObject({
      MetricName: 'OldestOverdue',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 300,
    });
  });

  it('ring for the first object in the escrow that is not a copy', () => {
    const { Metrics } = alarm('escrow-damaged');
    expect(Metrics).toEqual([
      expect.objectContaining({ Expression: 'FILL(tickEscrowDamaged, 0) + FILL(demandEscrowDamaged, 0)' }),
      expect.objectContaining({ MetricStat: expect.objectContaining({ Stat: 'Sum', Period: 300 }) }),
      expect.objectContaining({ MetricStat: expect.objectContaining({ Stat: 'Sum', Period: 300 }) }),
    ]);
    expect(alarm('escrow-damaged')).toMatchObject({
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('T170 watch errors and throttles of the ticks and of refreshes on demand apart', () => {
    for (const [id, name] of [
      ['refresh-errors', 'token-refresh'],
      ['tick-errors', 'token-tick'],
      ['token-refresh-throttled', 'token-refresh'],
      ['token-tick-throttled', 'token-tick'],
    ] as const)
      for (const { Dimensions } of metricsOf({ Properties: alarm(id) } as Resource))
        expect(Dimensions).toEqual([{ Name: 'FunctionName', Value: { Ref: prod.functionIds[name] } }]);
    for (const id of ['tick-not-running', 'refresh-lag', 'refresh-behind', 'due-item-errors'])
      expect(alarm(id).Dimensions).toContainEqual({ Name: 'function', Value: 'token-tick' });
  });

  it('watch what becomes of connections and rotated tokens in both functions that refresh', () => {
    for (const id of [
      'dead-grants',
      'app-misconfigured',
      'rotated-tokens-lost',
      'escrow-in-use',
      'escrow-damaged',
    ]) {
      const watched = metricsOf({ Properties: alarm(id) } as Resource).map(({ Dimensions }) => Dimensions);
      expect(JSON.stringify(watched)).toContain('"token-tick"');
      expect(JSON.stringify(watched)).toContain('"token-refresh"');
    }
  });

  it('watch the schedules of the stage’s own group', () => {
    const [, group] = onlyResource(prod, 'AWS::Scheduler::ScheduleGroup');
    const { MetricName, Dimensions } = alarm('ticks-dropped');
    expect(MetricName).toBe('InvocationDroppedCount');
    expect(resolve(Dimensions)).toEqual([
      { Name: 'ScheduleGroup', Value: (resolve(group.Properties) as { Name: string }).Name },
    ]);
  });

  it('T170 ring for throttles of every function, and leave the callback its cap', () => {
    const throttled = alarmsOf(prod).filter(({ Properties }) => Properties.MetricName === 'Throttles');
    const limits = throttled.map(({ Properties }) => [
      Properties.AlarmName.replace(/^connections-prod-|-throttled$/g, ''),
      Properties.Threshold,
    ]);
    for (const [name, limit] of limits) expect(limit).toBe(name === 'oauth-callback' ? 100 : 1);
    expect(limits.map(([name]) => name).sort()).toEqual([...FUNCTIONS].sort());
  });

  it('ring for failed invocations of every function', () => {
    const failing = alarmsOf(prod)
      .flatMap(metricsOf)
      .filter(({ MetricName }) => MetricName === 'Errors');
    const watched = new Set(failing.map(({ Dimensions }) => JSON.stringify(Dimensions)));
    const all = Object.values(prod.functionIds).map((Ref) =>
      JSON.stringify([{ Name: 'FunctionName', Value: { Ref } }]),
    );
    expect([...watched].sort()).toEqual(all.sort());
  });

  it('tell of a deployment that failed or was stopped, of the stage’s own application', () => {
    const [applicationName] = onlyResource(prod, 'AWS::CodeDeploy::Application');
    const { EventPattern, Targets } = ruleOf(prod, 'aws.codedeploy').Properties;
    expect(EventPattern).toEqual({
      source: ['aws.codedeploy'],
      'detail-type': ['CodeDeploy Deployment State-change Notification'],
      detail: { application: [{ Ref: applicationName }], state: ['FAILURE', 'STOP'] },
    });
    const [topic] = onlyResource(prod, 'AWS::SNS::Topic');
    expect(Targets).toEqual([expect.objectContaining({ Arn: { Ref: topic } })]);
  });

  it('watch no more metrics each than an alarm may', () => {
    for (const one of alarmsOf(prod))
      expect(metricsOf(one).length, one.Properties.AlarmName).toBeLessThan(11);
  });

  it('have every threshold that the stage sets', () => {
    const set = stageTemplate({ ...withEverything(settingsOf('prod')), alarms: ODD });
    const text = JSON.stringify(
      ['AWS::CloudWatch::Alarm', 'AWS::Logs::MetricFilter'].map((type) => resourcesOf(set, type)),
      // A description says some of them too, whatever the alarm does.
      (name, value) => (name === 'AlarmDescription' ? undefined : value),
    );
    const { concurrencyQuota, concurrencyPercent, objectivePercent, ...plain } = ODD;
    for (const [name, value] of Object.entries(plain))
      expect(text, name).toMatch(new RegExp(`\\b${value}\\b`));
    const thresholdOf = (id: string) =>
      alarmsOf(set).find(({ Properties }) => Properties.AlarmName.endsWith(`-${id}`))?.Properties.Threshold;
    expect(thresholdOf('account-concurrency')).toBeCloseTo((concurrencyQuota * concurrencyPercent) / 100);
    expect(thresholdOf('injection-objective-1h')).toBeCloseTo(14.4 * (100 - objectivePercent), 4);
    expect(thresholdOf('injection-objective-6h')).toBeCloseTo(6 * (100 - objectivePercent), 4);
  });
});

describe('the vault key’s rule', () => {
  it('T088: tells of what would take the stage’s key away', () => {
    const { EventPattern, Targets } = ruleOf(prod).Properties;
    const [id] = vaultKeyIn(prod);
    expect(resolve(EventPattern)).toEqual({
      source: ['aws.kms'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventName: ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'],
        resources: { ARN: [attribute(id, 'Arn')] },
      },
    });
    const [topic] = onlyResource(prod, 'AWS::SNS::Topic');
    expect(Targets).toEqual([expect.objectContaining({ Arn: { Ref: topic } })]);
  });
});
