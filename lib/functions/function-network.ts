/** Puts a function into the operator's network. */
import { Validations } from 'aws-cdk-lib';
import { Effect, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { VpcSettings } from '../settings/account-settings.ts';

/**
 * What Lambda needs to do with the function's role to reach the network (Lambda documentation, "Giving Lambda functions access
 * to resources in an Amazon VPC"). For most of these actions EC2 supports no resource but `*`.
 */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** Takes the network's ids and looks nothing up in the account, so that synth needs no credentials. */
export function joinNetwork(made: IFunction, role: Role, { subnetIds, securityGroupIds }: VpcSettings): void {
  (made.node.defaultChild as CfnFunction).vpcConfig = { subnetIds, securityGroupIds };
  role.addToPolicy(new PolicyStatement({ actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'] }));
  denyNetworkToCode(made, role);
  Validations.of(role.node.findChild('DefaultPolicy')).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'Lambda creates and deletes network interfaces with this role, and their ids are not known before. The code of the ' +
      'function is denied the same actions.',
  });
}

/** A policy of its own, because Lambda needs the role's default policy when it creates the function, which this one names. */
function denyNetworkToCode(made: IFunction, role: Role): void {
  new Policy(made, 'NoNetworkForCode', {
    roles: [role],
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        actions: NETWORK_INTERFACE_ACTIONS,
        resources: ['*'],
        // Lambda sets this key for calls that the function's code makes, and not for its own calls.
        conditions: { ArnEquals: { 'lambda:SourceFunctionArn': made.functionArn } },
      }),
    ],
  });
}
