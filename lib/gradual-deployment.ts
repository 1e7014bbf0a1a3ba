/** New code of a function behind an alias takes a tenth of its invocations first, and goes back when an alarm rings. */
import { Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Alias, CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface Released {
  alias: Alias;
  /** The alias's ARN as text, for CodeDeploy's rights. */
  aliasArn: string;
  /** Any of them stops and takes back. */
  alarms: Alarm[];
}

export class GradualDeployment extends Construct {
  /** `check` is asked first, and says to CodeDeploy whether the new version gets any traffic at all. */
  constructor(
    scope: Construct,
    id: string,
    { released, check }: { released: Record<string, Released>; check: IFunction },
  ) {
    super(scope, id);
    const application = new LambdaApplication(this, 'Application');
    const role = this.makeRole(Object.values(released).map(({ aliasArn }) => aliasArn));
    // On the function, since the role's own policy comes before the groups, and the function's after them.
    const mayAsk = new CfnPermission(this, 'MayAsk', {
      action: 'lambda:InvokeFunction',
      functionName: check.functionName,
      principal: role.roleArn,
    });
    for (const { alias } of Object.values(released)) alias.node.addDependency(mayAsk);
    for (const [name, { alias, alarms }] of Object.entries(released))
      new LambdaDeploymentGroup(this, name, {
        application,
        alias,
        // CDK would add AWSCodeDeployRoleForLambdaLimited, which may move every alias of the account.
        role: role.withoutPolicyUpdates(),
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms,
        preHook: check,
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      }).node.addDependency(role);
  }

  private makeRole(aliasArns: string[]): Role {
    const role = new Role(this, 'Role', {
      description: 'Moves the aliases of this stage to new code and back',
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
        resources: aliasArns,
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
    Validations.of(role.node.findChild('DefaultPolicy')).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'CodeDeploy asks for the states of alarms in a list, for which CloudWatch knows no narrower resource.',
    });
    return role;
  }
}
