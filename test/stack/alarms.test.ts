/**
 * The alarms that exist, where they are published, and that each has its section of the runbook.
 * Covers lib/operations, lib/functions/shared-alarms.ts, lib/http/http-alarms.ts, lib/storage/vault-key-rule.ts,
 * lib/settings/operations-settings.ts.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { RUNBOOK_SECTIONS } from '../../lib/operations/runbook.ts';
import { COUNTED_EVENTS, METRICS } from '../../src/contract/metrics.ts';
import { sourcesIn } from '../architecture/sources.ts';
import { ACCOUNT, attribute, resolve } from './resolve.ts';
import { statementsIn } from './rights/role-statements.ts';
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

const RUNBOOK = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const OTHER_TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:on-call`;
let prod: StageTemplate;
let elsewhere: StageTemplate;
beforeAll(() => {
  prod = stageTemplate(withEverything(settingsOf('prod')));
  elsewhere = stageTemplate({
    ...settingsOf('dev'),
    alarmTarget: OTHER_TOPIC,
    runbookUrl: 'https://wiki.acme.test/runbook',
    monthlyBudgetUsd: 200,
  });
});

const alarmsOf = (template: StageTemplate) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, one]) => one);
const ruleOf = (template: StageTemplate) => onlyResource(template, 'AWS::Events::Rule')[1];
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

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
const sections = RUNBOOK.split(/^## /m)
  .slice(1)
  .map((text) => ({ anchor: anchorOf(text.split('\n', 1)[0] ?? ''), text }));

describe('the runbook', () => {
  const linked = (template: StageTemplate, base: string) => {
    const texts = [
      ...alarmsOf(template).map(({ Properties }) => Properties.AlarmDescription),
      ruleOf(template).Properties.Description,
    ];
    return texts.map((text) => {
      const [, sentence, anchor] = new RegExp(`^(\\S.+\\.) ${base}#([a-z-]+)$`).exec(text) ?? [];
      expect(sentence, text).toBeDefined();
      return anchor;
    });
  };

  it('has a section for every alarm, and no other', () => {
    const anchors = sections.map(({ anchor }) => anchor);
    expect(new Set(anchors).size).toBe(anchors.length);
    expect([...new Set(linked(prod, 'docs/runbook.md'))].sort()).toEqual([...anchors].sort());
  });

  it.each(sections.map(({ anchor, text }) => [anchor, text] as const))(
    '%s says what the alarm means, what to check, what to do and what not to do',
    (_, text) => {
      const parts = [...text.matchAll(/^\*\*(Meaning|Check|Do|Do not)\.\*\* \S/gm)].map(([, part]) => part);
      expect(parts).toEqual(['Meaning', 'Check', 'Do', 'Do not']);
    },
  );

  it('has its sections in the order of the alarms on the dashboard', () => {
    expect(sections.map(({ anchor }) => anchor)).toEqual([...RUNBOOK_SECTIONS]);
  });

  it('links its own sections only', () => {
    const anchors = sections.map(({ anchor }) => anchor);
    for (const [, anchor] of RUNBOOK.matchAll(/\]\(#([a-z-]+)\)/g)) expect(anchors).toContain(anchor);
  });

  it('queries events that are really logged', () => {
    const code = sourcesIn(['src', 'lambdas'])
      .map(({ text }) => text)
      .join();
    for (const [, event] of RUNBOOK.matchAll(/event = "(\w+)"/g))
      expect(code.includes(`'${event}'`), event).toBe(true);
  });

  it('is linked at the stage’s own address', () => {
    expect(linked(elsewhere, 'https://wiki.acme.test/runbook').length).toBeGreaterThan(20);
  });
});

describe('every alarm', () => {
  it('goes to the stage’s topic, when it rings and when it is over', () => {
    const [topic] = onlyResource(prod, 'AWS::SNS::Topic');
    for (const { Properties } of alarmsOf(prod)) {
      expect(Properties.AlarmActions).toEqual([{ Ref: topic }]);
      expect(Properties.OKActions).toEqual([{ Ref: topic }]);
    }
    expect(alarmsOf(prod).length).toBeGreaterThan(25);
  });

  it('watches metrics that functions write, with the stage’s own dimensions', () => {
    const written = alarmsOf(prod)
      .flatMap(metricsOf)
      .filter(({ Namespace }) => Namespace === 'Connections');
    for (const { MetricName, Dimensions } of written) {
      expect(Object.keys(METRICS)).toContain(MetricName);
      expect(Dimensions).toContainEqual({ Name: 'stage', Value: 'prod' });
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
      expect(alarm(id).Dimensions).toEqual([
        { Name: 'FunctionName', Value: { Ref: prod.functionIds[name] } },
      ]);
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
    expect(limits.map(([name]) => name)).toEqual(
      expect.arrayContaining(['token-injector', 'token-refresh', 'token-tick']),
    );
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

describe('the topic', () => {
  it('is encrypted under a key that its publishers can use, and takes nothing without TLS', () => {
    const [, topic] = onlyResource(prod, 'AWS::SNS::Topic');
    const keyId = topic.Properties.KmsMasterKeyId['Fn::GetAtt'][0];
    expect(keyId).not.toBe(vaultKeyIn(prod)[0]);
    const of = (document: unknown, action: string) =>
      statementsIn(document).filter((one) => [one.Action].flat().includes(action) && one.Effect === 'Allow');
    const inPolicy = of(
      onlyResource(prod, 'AWS::SNS::TopicPolicy')[1].Properties.PolicyDocument,
      'sns:Publish',
    );
    const inKey = of(prod.resources[keyId]?.Properties.KeyPolicy, 'kms:GenerateDataKey');
    for (const statements of [inPolicy, inKey])
      expect(statements.map(({ Principal, Condition }) => [Principal, Condition])).toEqual([
        [
          { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
          { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        ],
        [{ Service: 'events.amazonaws.com' }, undefined],
      ]);
  });

  it('is told by an output, since nobody is subscribed', () => {
    expect(Object.keys(prod.outputs)).toContain('AlarmTopicArn');
    expect(resourcesOf(prod, 'AWS::SNS::Subscription')).toEqual([]);
  });

  it('is the operator’s where the stage names one, and nothing of it is made', () => {
    for (const { Properties } of alarmsOf(elsewhere)) expect(Properties.AlarmActions).toEqual([OTHER_TOPIC]);
    expect(ruleOf(elsewhere).Properties.Targets[0].Arn).toBe(OTHER_TOPIC);
    expect(resourcesOf(elsewhere, 'AWS::SNS::Topic')).toEqual([]);
    expect(resourcesOf(elsewhere, 'AWS::KMS::Key')).toHaveLength(1);
  });
});

describe('the budget', () => {
  it('is made where the stage sets one, and tells the topic or an address', () => {
    expect(resourcesOf(prod, 'AWS::Budgets::Budget')).toEqual([]);
    const { Budget, NotificationsWithSubscribers } = onlyResource(elsewhere, 'AWS::Budgets::Budget')[1]
      .Properties;
    expect(Budget).toMatchObject({ BudgetLimit: { Amount: 200, Unit: 'USD' }, TimeUnit: 'MONTHLY' });
    for (const { Subscribers } of NotificationsWithSubscribers)
      expect(Subscribers).toEqual([{ SubscriptionType: 'SNS', Address: OTHER_TOPIC }]);
    const mailed = stageTemplate({
      ...settingsOf('dev'),
      monthlyBudgetUsd: 50,
      budgetEmail: 'ops@acme.test',
    });
    const [notice] = onlyResource(mailed, 'AWS::Budgets::Budget')[1].Properties.NotificationsWithSubscribers;
    expect(notice.Subscribers).toEqual([{ SubscriptionType: 'EMAIL', Address: 'ops@acme.test' }]);
  });
});

describe('the dashboard', () => {
  it('shows every alarm, the refreshing and the injections', () => {
    const [, { Properties }] = onlyResource(prod, 'AWS::CloudWatch::Dashboard');
    const text = JSON.stringify(Properties.DashboardBody);
    for (const [id] of resourcesOf(prod, 'AWS::CloudWatch::Alarm')) expect(text).toContain(id);
    for (const name of ['OldestOverdue', 'Refreshed', 'Injections', 'Duration']) expect(text).toContain(name);
  });
});
