/**
 * A stage in an operator's account: the VPC, the permissions boundary and the operator's own key.
 * Covers lib/functions/function-network.ts, lib/storage/vault-key.ts, lib/settings/faults/validate-account.ts.
 */
import { App, Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { Connections } from '../../lib/connections.ts';
import { hosting } from './hosted-stage.ts';
import { resolve } from './resolve.ts';
import { cdkContext, resourcesOf, type StageTemplate, settingsOf, stageTemplate } from './stage-template.ts';
import { judge } from './validation-report.ts';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/boundary';
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555';
const VPC = { subnetIds: ['subnet-0a1b2c3d', 'subnet-4e5f6071'], securityGroupIds: ['sg-0a1b2c3d'] };
const settings = hosting({ permissionsBoundary: BOUNDARY, vaultKeyArn: KEY, vpc: VPC });

let plain: StageTemplate;
let bound: StageTemplate;
beforeAll(() => {
  plain = stageTemplate(settingsOf('prod'));
  bound = stageTemplate(settings);
});
const brokerFunctions = (template: StageTemplate) =>
  Object.values(template.functionIds)
    .filter((id) => id !== '')
    .map((id) => [id, template.resources[id]?.Properties] as const);

describe('permissionsBoundary', () => {
  it('bounds every role of the stage, CDK’s own too, and is else absent', () => {
    const roles = resourcesOf(bound, 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(6);
    for (const [id, { Properties }] of roles) expect(Properties.PermissionsBoundary, id).toBe(BOUNDARY);
    expect(plain.text).not.toContain('PermissionsBoundary');
  });

  it('of an embedded stage bounds no role of the app around it', () => {
    const app = new App({ context: cdkContext() });
    const stack = new Stack(app, 'Around');
    const connections = new Connections(stack, 'Connections', settings);
    expect(connections.node.scope).toBe(stack);
    expect(stack.node.tryFindChild('Boundary')).toBeUndefined();
  });
});

describe('vaultKeyArn', () => {
  it('puts the key in the place of the stack’s own, under the same conditions', () => {
    expect(resourcesOf(bound, 'AWS::KMS::Key').filter(([id]) => id.includes('VaultKey'))).toEqual([]);
    const users = brokerFunctions(bound).filter(
      ([, { Environment }]) => Environment.Variables.CONNECTIONS_KMS_KEY_ID,
    );
    expect(users.length).toBeGreaterThanOrEqual(3);
    for (const [, { Environment }] of users) expect(Environment.Variables.CONNECTIONS_KMS_KEY_ID).toBe(KEY);
    const statements = resourcesOf(bound, 'AWS::IAM::Policy')
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      // The key of cursors is the stage's own in any case.
      .filter(({ Action }) => /kms:(?!GenerateMac)/.test(JSON.stringify(Action)));
    expect(statements.length).toBeGreaterThanOrEqual(3);
    for (const { Resource, Condition } of statements) {
      expect(Resource).toBe(KEY);
      expect(Condition.StringEquals).toEqual({
        'kms:EncryptionContext:app': 'connections',
        'kms:EncryptionContext:purpose': 'vault',
        'kms:EncryptionContext:environment': 'prod',
      });
    }
  });
});

describe('vpc', () => {
  it('puts every function of the broker into the network', () => {
    for (const [id, { VpcConfig }] of brokerFunctions(bound))
      expect(VpcConfig, id).toEqual({ SubnetIds: VPC.subnetIds, SecurityGroupIds: VPC.securityGroupIds });
    expect(plain.text).not.toContain('VpcConfig');
  });

  it('lets Lambda make their interfaces, and denies the same to their code', () => {
    for (const [id, { Role }] of brokerFunctions(bound)) {
      const role = Role['Fn::GetAtt'][0];
      const statements = resourcesOf(bound, 'AWS::IAM::Policy')
        .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
        .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
        .filter(({ Action }) => JSON.stringify(Action).includes('ec2:'));
      expect(statements.map(({ Effect }) => Effect).sort()).toEqual(['Allow', 'Deny']);
      const denied = statements.find(({ Effect }) => Effect === 'Deny');
      const allowed = statements.find(({ Effect }) => Effect === 'Allow');
      expect(denied.Action).toEqual(allowed.Action);
      expect(resolve(denied.Condition)).toEqual({
        ArnEquals: { 'lambda:SourceFunctionArn': resolve({ 'Fn::GetAtt': [id, 'Arn'] }) },
      });
    }
  });
});

it('cdk-nag and CDK’s rules find nothing in such a stage, and every acknowledgement is needed', () => {
  expect(judge([settings])).toEqual({ findings: [], unneeded: [] });
}, 60_000);
