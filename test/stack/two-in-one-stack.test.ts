/**
 * Where one stack contains two Connections, each of them has ids and names of its own.
 * Covers lib/deployment-name.ts, lib/connections.ts.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Connections } from '../../lib/connections.ts';
import { hosting } from './hosted-stage.ts';
import { STAGES } from './linted-stages.ts';
import { cdkContext, type Resource, stageTemplate, withEverything } from './stage-template.ts';

/** Two with everything have more than the 500 resources of a stack: these deploy without canaries. */
const allAtOnce = { deployment: 'all-at-once' as const };
const everything = STAGES.find(({ name }) => name === 'everything') ?? expect.fail('no such stage');
const other = { ...withEverything(hosting({ name: 'other', monthlyBudgetUsd: 100 })), ...allAtOnce };

// Two with everything have more resources than CloudFormation takes; what is asked here is whether their names differ.
const context = { ...cdkContext(), '@aws-cdk/core:stackResourceLimit': 0 };
const app = new App({ context, builtinCloudFormationValidation: false });
const stack = new Stack(app, 'Platform');
const first = new Connections(stack, 'Connections', { ...everything, ...allAtOnce });
const second = new Connections(new Construct(stack, 'Team'), 'Connections', other);
for (const [name, one] of Object.entries({ First: first, Second: second }))
  new CfnOutput(stack, `${name}Injector`, { value: one.functions['token-injector'].invokedArn });
const resources: [string, Resource][] = Object.entries(Template.fromStack(stack).toJSON().Resources);

/** The properties with which a template names a resource in its account. */
const NAMES = [
  'AlarmName',
  'DashboardName',
  'Name',
  'RuleName',
  'FunctionName',
  'RoleName',
  'BucketName',
  'TableName',
  'TopicName',
];
/** A part of another resource: its name counts within that one. */
const WITHIN_ANOTHER =
  /^AWS::(ApiGateway(V2)?::(Authorizer|Stage)|Lambda::(Alias|Permission|EventInvokeConfig)|Route53::RecordSet)$/;

function namesIn({ Type, Properties = {} }: Resource): string[] {
  if (WITHIN_ANOTHER.test(Type)) return [];
  const config = Object.values(Properties).filter(
    (one) => typeof one === 'object' && one !== null && 'Name' in one,
  );
  return [Properties, ...config].flatMap((of) =>
    NAMES.flatMap((name) => (typeof of[name] === 'string' ? [`${Type} ${of[name]}`] : [])),
  );
}

describe('two in one stack', () => {
  it('have every resource of a stage each', () => {
    const ofFirst = resources.filter(([id]) => id.startsWith('Connections'));
    const ofSecond = resources.filter(([id]) => id.startsWith('TeamConnections'));
    expect(ofFirst.length).toBeGreaterThan(150);
    expect(ofSecond.length).toBeGreaterThan(150);
    for (const type of ['AWS::DynamoDB::Table', 'AWS::CloudWatch::Alarm', 'AWS::CloudFront::Distribution'])
      expect(ofSecond.filter(([, one]) => one.Type === type).length, type).toBe(
        ofFirst.filter(([, one]) => one.Type === type).length,
      );
  });

  it('fit into the 500 resources of a stack, if they have no proxies and no canaries', () => {
    const plain = stageTemplate(hosting({ name: 'other', monthlyBudgetUsd: 100 }));
    expect(2 * Object.keys(plain.resources).length).toBeLessThanOrEqual(500);
  });

  it('share no name of the account', () => {
    const names = resources.flatMap(([, one]) => namesIn(one));
    expect(names.filter((name) => name.startsWith('AWS::CloudWatch::Alarm ')).length).toBeGreaterThan(60);
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('the usual one is named like its stack, so that its alarms keep their names', () => {
    const alarms = resources.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
    const named = (prefix: string) =>
      alarms
        .filter(([, { Properties }]) => Properties.AlarmName === `${prefix}-refresh-lag`)
        .map(([id]) => id);
    expect(named('Platform')).toEqual([expect.stringMatching(/^Connections/)]);
    expect(named('Platform-Team-Connections')).toEqual([expect.stringMatching(/^TeamConnections/)]);
  });

  it('of one stage name are refused: they would share secrets and metrics', () => {
    expect(() => new Connections(stack, 'Third', { ...other })).toThrow(
      'Stage "other": Platform/Team/Connections in the same stack has this name too; give each a name of its own.',
    );
  });
});
