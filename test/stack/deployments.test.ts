/**
 * How new code gets its invocations.
 * Covers lib/functions/live-alias.ts, lib/functions/gradual-deployment.ts, lib/functions/deployment-check.ts,
 * lib/settings/aliased-functions.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { ALIASED_FUNCTIONS } from '../../lib/settings/aliased-functions.ts';
import { resolve } from './resolve.ts';
import { roleIdsOf, statementsOfRole } from './rights/role-statements.ts';
import {
  onlyResource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
} from './stage-template.ts';

let prod: StageTemplate;
let dev: StageTemplate;
beforeAll(() => {
  prod = stageTemplate(settingsOf('prod'));
  dev = stageTemplate(settingsOf('dev'));
});
const groupsOf = (template: StageTemplate) => resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup');

describe('the alias live', () => {
  it('is of token-refresh, token-tick and token-injector, on the code of this template, whose versions stay', () => {
    for (const template of [prod, dev]) {
      const aliases = resourcesOf(template, 'AWS::Lambda::Alias').map(([, { Properties }]) => Properties);
      expect(aliases.map(({ FunctionName }) => FunctionName.Ref).sort()).toEqual(
        ALIASED_FUNCTIONS.map((name) => template.functionIds[name]).sort(),
      );
      for (const { Name, FunctionVersion } of aliases) {
        expect(Name).toBe('live');
        expect(template.resources[FunctionVersion['Fn::GetAtt'][0]]).toMatchObject({
          Type: 'AWS::Lambda::Version',
          DeletionPolicy: 'Retain',
        });
      }
    }
  });

  it('keeps executions started only where the stage says so', () => {
    const started = ({ resources }: StageTemplate) =>
      Object.values(resources).flatMap(({ Properties }) => Properties?.ProvisionedConcurrencyConfig ?? []);
    expect([prod, dev].flatMap(started)).toEqual([]);
    const some = stageTemplate({ ...settingsOf('prod'), provisionedConcurrency: { 'token-injector': 3 } });
    expect(started(some)).toEqual([{ ProvisionedConcurrentExecutions: 3 }]);
    expect(resourcesOf(some, 'AWS::Lambda::Alias').map(([, { Properties }]) => Properties)).toContainEqual(
      expect.objectContaining({
        FunctionName: { Ref: some.functionIds['token-injector'] },
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 3 },
      }),
    );
  });

  it('is moved by CodeDeploy in prod and at once in dev', () => {
    for (const [, alias] of resourcesOf(prod, 'AWS::Lambda::Alias'))
      expect(alias).toMatchObject({ UpdatePolicy: { CodeDeployLambdaAliasUpdate: {} } });
    for (const [, alias] of resourcesOf(dev, 'AWS::Lambda::Alias'))
      expect(alias).not.toHaveProperty('UpdatePolicy');
    expect(groupsOf(dev)).toEqual([]);
  });
});

describe('a deployment', () => {
  it('is a canary of a tenth for five minutes, which alarms take back', () => {
    expect(groupsOf(prod)).toHaveLength(3);
    for (const [, { Properties }] of groupsOf(prod)) {
      expect(Properties).toMatchObject({
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']),
        },
        AlarmConfiguration: { Enabled: true },
      });
      expect(Properties.AlarmConfiguration.Alarms.length).toBeGreaterThan(1);
    }
  });

  it('of the code that refreshes stops for its own function’s alarms, and for lost tokens', () => {
    const alarmsOf = (name: 'token-refresh' | 'token-tick') =>
      groupsOf(prod)
        .filter(([id]) => id.includes(name.replace('-', '')))
        .flatMap(([, { Properties }]) =>
          Properties.AlarmConfiguration.Alarms.map(
            ({ Name }: { Name: { Ref: string } }) => prod.resources[Name.Ref]?.Properties.AlarmName,
          ),
        );
    const named = (...ids: string[]) => ids.map((id) => `connections-prod-${id}`);
    expect(alarmsOf('token-refresh')).toEqual(named('refresh-errors', 'rotated-tokens-lost'));
    expect(alarmsOf('token-tick')).toEqual(named('tick-errors', 'due-item-errors', 'rotated-tokens-lost'));
  });

  it('stops for alarms that can ring within these five minutes', () => {
    const names = groupsOf(prod).flatMap(([, { Properties }]) =>
      Properties.AlarmConfiguration.Alarms.map(({ Name }: { Name: { Ref: string } }) => Name.Ref),
    );
    for (const id of names) {
      const { EvaluationPeriods, Period, Metrics = [] } = prod.resources[id]?.Properties ?? {};
      const periods = Metrics.flatMap(
        (one: { MetricStat?: { Period: number } }) => one.MetricStat?.Period ?? [],
      );
      expect([EvaluationPeriods, ...new Set([Period, ...periods].filter(Boolean))], id).toEqual([1, 300]);
    }
  });

  it('T181: asks deployment-check first, which knows all new versions and answers to this stage’s CodeDeploy', () => {
    const check = prod.functionIds['deployment-check'];
    const versions = resourcesOf(prod, 'AWS::Lambda::Version').map(([id]) => id);
    const [permissionId, permission] =
      resourcesOf(prod, 'AWS::Lambda::Permission').find(
        ([, { Properties }]) => Properties.FunctionName.Ref === check,
      ) ?? expect.fail('nobody may ask it');
    const [, group] = groupsOf(prod)[0] ?? expect.fail('no group');
    expect(permission.Properties.Principal).toEqual(group.Properties.ServiceRoleArn);
    for (const [, alias] of resourcesOf(prod, 'AWS::Lambda::Alias')) {
      expect(alias).toMatchObject({
        DependsOn: expect.arrayContaining([permissionId]),
        UpdatePolicy: { CodeDeployLambdaAliasUpdate: { BeforeAllowTrafficHook: { Ref: check } } },
      });
      expect(versions).toContain(alias.Properties.FunctionVersion['Fn::GetAtt'][0]);
    }
    const checked = prod.resources[check]?.Properties.Environment.Variables.CONNECTIONS_CHECKED_VERSIONS;
    expect(JSON.stringify(checked).match(/"Ref":"(\w+)"/g)).toHaveLength(3);
    for (const id of versions) expect(JSON.stringify(checked)).toContain(`"Ref":"${id}"`);
    expect(dev.functionIds['deployment-check']).toBe('');
  });

  it('has a role that moves these three aliases and no other', () => {
    const [, { Properties }] = groupsOf(prod)[0] ?? expect.fail('no group');
    const roleId = Properties.ServiceRoleArn['Fn::GetAtt'][0];
    expect(roleIdsOf(prod)).toContain(roleId);
    const statements = statementsOfRole(prod, roleId);
    expect(statements.map(({ Action }) => Action)).toEqual([
      ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
      'cloudwatch:DescribeAlarms',
    ]);
    const [aliases] = statements;
    const arns = (['token-refresh', 'token-tick', 'token-injector'] as const).map(
      (name) => `${resolve({ 'Fn::GetAtt': [prod.functionIds[name], 'Arn'] })}:live`,
    );
    expect([aliases?.Resource].flat().sort()).toEqual(arns.sort());
    expect(onlyResource(prod, 'AWS::CodeDeploy::Application')[1].Properties.ComputePlatform).toBe('Lambda');
  });
});
