/** Puts a function into a network of the operator's. */
import { Validations } from 'aws-cdk-lib';
import { Effect, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { VpcSettings } from './account-settings.ts';
import type { BrokerFunction } from './function.ts';

/**
 * What Lambda does with the function's role to reach the network (Lambda documentation, "Giving Lambda functions access to
 * resources in an Amazon VPC"). EC2 knows no narrower resource for most of these.
 */
const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** By ids, without a lookup in the account: so that synth needs no credentials. */
export function joinNetwork(
  { role, function: made }: BrokerFunction,
  { subnetIds, securityGroupIds }: VpcSettings,
): void {
  (made.node.defaultChild as CfnFunction).vpcConfig = { subnetIds, securityGroupIds };
  role.addToPolicy(new PolicyStatement({ actions: INTERFACES, resources: ['*'] }));
  // Its default policy, which Lambda must find when it makes the function, cannot name the function: this one comes later.
  new Policy(made, 'NoNetworkForCode', {
    roles: [role],
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        actions: INTERFACES,
        resources: ['*'],
        // Lambda sets it on calls that the function's code makes, and not on its own.
        conditions: { ArnEquals: { 'lambda:SourceFunctionArn': made.functionArn } },
      }),
    ],
  });
  Validations.of(role.node.findChild('DefaultPolicy')).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'Lambda makes and removes network interfaces with the role, whose ids nobody knows before; the function’s own ' +
      'code is denied the same.',
  });
}
