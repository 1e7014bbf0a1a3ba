/**
 * grantInject gives a real permission to every kind of grantee, or refuses in a sentence.
 * Covers lib/grant-inject.ts, lib/functions/function.ts, lib/connections.ts.
 */
import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccountPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  FederatedPrincipal,
  Group,
  type IGrantable,
  OrganizationPrincipal,
  Role,
  ServicePrincipal,
  StarPrincipal,
  UnknownPrincipal,
  User,
} from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { Connections } from '../../lib/connections.ts';
import { StageError } from '../../lib/stage-error.ts';
import { resolve } from './resolve.ts';
import { cdkContext, type Resource, settingsOf } from './stage-template.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const LAMBDA = new ServicePrincipal('lambda.amazonaws.com');
const arnIn = (account: string, number: number) => `arn:aws:iam::${account}:role/team/runtime-${number}`;

type Make = (stack: Stack) => IGrantable;

/** An app whose stacks have their accounts. */
function opened() {
  const app = new App({ context: cdkContext(), builtinCloudFormationValidation: false });
  const region = 'eu-central-1';
  const stack = new Stack(app, 'Platform', { env: { account: ACCOUNT, region } });
  const elsewhere = new Stack(app, 'Runtimes', { env: { account: OTHER, region } });
  const connections = new Connections(stack, 'Connections', settingsOf('staging'));
  return { stack, elsewhere, connections };
}

/** Grants to each, in one stack, because a synth takes a third of a second. */
function granted(grantees: readonly Make[]) {
  const { stack, connections } = opened();
  for (const grantee of grantees) connections.grantInject(grantee(stack));
  const resources = resourcesIn(stack);
  return { permissions: permissionsIn(resources), statements: statementsIn(resources) };
}

const resourcesIn = (of: Stack): [string, Resource][] =>
  Object.entries(Template.fromStack(of).toJSON().Resources);
/** What the resource policy of the injector's alias says, without the alias. */
function permissionsIn(resources: [string, Resource][]): Record<string, unknown>[] {
  return resources
    .filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::Lambda::Permission' && /tokeninjector.*Live/.test(Properties.FunctionName.Ref),
    )
    .map(
      ([
        ,
        {
          Properties: { FunctionName: _, ...rest },
        },
      ]) => rest,
    );
}
/** The statements of the policies that are not of Connections. */
function statementsIn(resources: [string, Resource][]): { Action: string; Resource: unknown }[] {
  return resources
    .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && !id.startsWith('Connections'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}
const allows = (Principal: unknown, more = {}) => ({ Action: 'lambda:InvokeFunction', Principal, ...more });

describe('a condition that Lambda cannot keep is refused, and not dropped:', () => {
  const { stack, connections } = opened();
  const bedrock = new ServicePrincipal('bedrock.amazonaws.com');
  const ORG = 'aws:PrincipalOrgID';
  it.each<[string, IGrantable]>([
    [
      'T057 a list of one organization',
      new AnyPrincipal().withConditions({ StringEquals: { [ORG]: ['o-aaaaaaaaaa'] } }),
    ],
    [
      'a list of two',
      new AnyPrincipal().withConditions({ StringEquals: { [ORG]: ['o-aaaaaaaaaa', 'o-bbbbbbbbbb'] } }),
    ],
    [
      'an organization that is a wildcard',
      new AnyPrincipal().withConditions({ StringEquals: { [ORG]: '*' } }),
    ],
    ['another operator', new AnyPrincipal().withConditions({ StringLike: { [ORG]: 'o-aaaaaaaaaa' } })],
    [
      'a list beside an account',
      new AccountPrincipal(OTHER).withConditions({ StringEquals: { [ORG]: ['o-aaaaaaaaaa'] } }),
    ],
    [
      'accounts of a service',
      bedrock.withConditions({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, OTHER] } }),
    ],
    ['any account of a service', bedrock.withConditions({ StringEquals: { 'aws:SourceAccount': '*' } })],
    ['sources of a service', bedrock.withConditions({ ArnLike: { 'aws:SourceArn': [arnIn(ACCOUNT, 1)] } })],
    ['any source of a service', bedrock.withConditions({ ArnLike: { 'aws:SourceArn': '*' } })],
    [
      'a source in any account',
      bedrock.withConditions({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:eu-central-1:*:agent/a' } }),
    ],
    [
      'an IP address',
      new ArnPrincipal(arnIn(OTHER, 1)).withConditions({ IpAddress: { 'aws:SourceIp': '192.0.2.1/32' } }),
    ],
  ])('%s', (_name, grantee) => {
    expect(() => connections.grantInject(grantee)).toThrow(StageError);
    expect(permissionsIn(resourcesIn(stack))).toEqual([]);
  });
});

describe('an identity that the app creates', () => {
  const OWN: [string, Make][] = [
    ['a role', (stack) => new Role(stack, 'OwnRole', { assumedBy: LAMBDA })],
    ['a user', (stack) => new User(stack, 'OwnUser')],
    ['a group', (stack) => new Group(stack, 'OwnGroup')],
  ];
  const { permissions, statements } = granted(OWN.map(([, make]) => make));

  it.each(OWN.map(([name], index) => [name, index] as const))(
    '%s gets one statement in its own policy, for the alias alone',
    (_, index) => {
      expect(statements).toHaveLength(OWN.length);
      expect(statements[index]).toMatchObject({ Action: 'lambda:InvokeFunction', Effect: 'Allow' });
      expect(resolve(statements[index]?.Resource)).toMatch(/tokeninjectorFunction\w+:live$/);
      expect(permissions).toEqual([]);
    },
  );

  it('in another account is refused, since its template could not name the function', () => {
    const { stack, elsewhere, connections } = opened();
    const runtime = new Role(elsewhere, 'Runtime', { assumedBy: LAMBDA, roleName: 'runtime' });
    expect(() => connections.grantInject(runtime)).toThrow(/pass new ArnPrincipal/);
    expect(permissionsIn(resourcesIn(stack))).toEqual([]);
    expect(statementsIn(resourcesIn(elsewhere))).toEqual([]);
  });
});

describe('everybody else is named in the resource policy:', () => {
  const OTHERS: [string, Make, object][] = [
    [
      'a role without policy updates',
      (stack) => new Role(stack, 'Fixed', { assumedBy: LAMBDA }).withoutPolicyUpdates(),
      allows({ 'Fn::GetAtt': [expect.stringMatching(/^Fixed/), 'Arn'] }),
    ],
    [
      'an imported role',
      (stack) => Role.fromRoleArn(stack, 'R1', arnIn(ACCOUNT, 1)),
      allows(arnIn(ACCOUNT, 1)),
    ],
    [
      'an imported role that is not mutable, for which CDK’s own grant is silent',
      (stack) => Role.fromRoleArn(stack, 'R2', arnIn(ACCOUNT, 2), { mutable: false }),
      allows(arnIn(ACCOUNT, 2)),
    ],
    [
      'T057 an imported role of another account',
      (stack) => Role.fromRoleArn(stack, 'R3', arnIn(OTHER, 3)),
      allows(arnIn(OTHER, 3)),
    ],
    ['a role by its ARN', () => new ArnPrincipal(arnIn(OTHER, 4)), allows(arnIn(OTHER, 4))],
    ['an account', () => new AccountPrincipal(OTHER), allows(OTHER)],
    [
      'an organization',
      () => new OrganizationPrincipal('o-a1b2c3d4e5'),
      allows('*', { PrincipalOrgID: 'o-a1b2c3d4e5' }),
    ],
    [
      'a service, for one account',
      () => LAMBDA.withConditions({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
      allows('lambda.amazonaws.com', { SourceAccount: ACCOUNT }),
    ],
    [
      'a service, for one resource',
      () => LAMBDA.withConditions({ ArnLike: { 'aws:SourceArn': 'arn:aws:x:eu-central-1:111122223333:y' } }),
      allows('lambda.amazonaws.com', { SourceArn: 'arn:aws:x:eu-central-1:111122223333:y' }),
    ],
    [
      'an ARN that only the deployment knows',
      (stack) => new ArnPrincipal(new CfnParameter(stack, 'RuntimeArn').valueAsString),
      allows({ Ref: 'RuntimeArn' }),
    ],
    [
      'an imported role whose ARN only the deployment knows',
      (stack) => Role.fromRoleArn(stack, 'R5', Fn.importValue('runtime')),
      allows({ 'Fn::ImportValue': 'runtime' }),
    ],
  ];
  const { permissions, statements } = granted(OTHERS.map(([, make]) => make));

  it.each(OTHERS.map(([name, , permission], index) => [name, permission, index] as const))(
    '%s',
    (_, permission, index) => {
      expect(permissions).toHaveLength(OTHERS.length);
      expect(permissions[index]).toEqual(permission);
      expect(statements).toEqual([]);
    },
  );

  it('once, however often they are granted it', () => {
    const again = new ArnPrincipal(arnIn(OTHER, 1));
    expect(granted([() => again, () => again]).permissions).toEqual([allows(arnIn(OTHER, 1))]);
  });
});

describe('is refused in one sentence, and gets nothing:', () => {
  const { stack, connections } = opened();

  it.each<[string, () => IGrantable, RegExp]>([
    ['everybody', () => new AnyPrincipal(), /wildcard/],
    ['everybody, in the other spelling', () => new StarPrincipal(), /wildcard/],
    ['a wildcard of roles', () => new ArnPrincipal(`arn:aws:iam::${OTHER}:role/*`), /wildcard/],
    ['a service for every account', () => LAMBDA, /aws:SourceAccount or aws:SourceArn/],
    ['several in one', () => new CompositePrincipal(new AccountPrincipal(OTHER), LAMBDA), /once for each/],
    ['an identity provider', () => new FederatedPrincipal('cognito-identity.amazonaws.com', {}), /Federated/],
    ['a group of somebody', () => Group.fromGroupName(stack, 'G', 'team'), /IAM group/],
    ['a thing without a role', () => new UnknownPrincipal({ resource: stack }), /without its role/],
    [
      'a function that was imported without its role',
      () => LambdaFunction.fromFunctionArn(stack, 'F', `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:f`),
      /without its role/,
    ],
  ])('%s', (_, grantee, sentence) => {
    const made = grantee();
    expect(() => connections.grantInject(made)).toThrow(StageError);
    expect(() => connections.grantInject(made)).toThrow(sentence);
  });

  it('a condition that no permission of Lambda can have', () => {
    const grantee = new AccountPrincipal(OTHER).withConditions({ Bool: { 'aws:SecureTransport': 'true' } });
    expect(() => connections.grantInject(grantee)).toThrow(/Bool/);
  });

  it('none of them has a permission', () => {
    expect(permissionsIn(resourcesIn(stack))).toEqual([]);
  });
});
