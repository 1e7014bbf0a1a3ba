/**
 * Who is told: the topic of the alarms, the budget and the dashboard.
 * Covers lib/operations/alarm-topic.ts, lib/operations/budget.ts, lib/operations/operations-dashboard.ts,
 * lib/operations/operations.ts, lib/settings/operations-settings.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { ruleOf, tellingAlarmsOf } from './alarms-of.ts';
import { ACCOUNT } from './resolve.ts';
import { statementsIn } from './rights/role-statements.ts';
import {
  onlyResource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  vaultKeyIn,
  withEverything,
} from './stage-template.ts';

const OTHER_TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:on-call`;
let prod: StageTemplate;
let elsewhere: StageTemplate;
beforeAll(() => {
  prod = stageTemplate(withEverything(settingsOf('prod')));
  elsewhere = stageTemplate({ ...settingsOf('dev'), alarmTarget: OTHER_TOPIC, monthlyBudgetUsd: 200 });
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
    for (const { Properties } of tellingAlarmsOf(elsewhere))
      expect(Properties.AlarmActions).toEqual([OTHER_TOPIC]);
    expect(ruleOf(elsewhere).Properties.Targets[0].Arn).toBe(OTHER_TOPIC);
    expect(resourcesOf(elsewhere, 'AWS::SNS::Topic')).toEqual([]);
    // The vault's key and that of cursors.
    expect(resourcesOf(elsewhere, 'AWS::KMS::Key')).toHaveLength(2);
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
      budgetEmail: 'ops@acme.internal',
    });
    const [notice] = onlyResource(mailed, 'AWS::Budgets::Budget')[1].Properties.NotificationsWithSubscribers;
    expect(notice.Subscribers).toEqual([{ SubscriptionType: 'EMAIL', Address: 'ops@acme.internal' }]);
  });
});

describe('the dashboard', () => {
  it('shows every alarm, the refreshing and the injections', () => {
    const [, { Properties }] = onlyResource(prod, 'AWS::CloudWatch::Dashboard');
    const text = JSON.stringify(Properties.DashboardBody);
    const telling = resourcesOf(prod, 'AWS::CloudWatch::Alarm').filter(
      ([, one]) => one.Properties.AlarmActions,
    );
    for (const [id] of [...telling, ...resourcesOf(prod, 'AWS::CloudWatch::CompositeAlarm')])
      expect(text).toContain(id);
    for (const name of ['OldestOverdue', 'Refreshed', 'Injections', 'Duration', 'stage,provider'])
      expect(text).toContain(name);
  });
});
