/**
 * Deploys new code of the functions with an alias by CodeDeploy: deployment-check decides whether a new version gets any
 * invocations, then it gets a tenth of them, and an alarm rolls it back.
 */
import { Validations } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Alias, CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Alarms } from '../operations/alarms.ts';
import { type NoticeTarget, operatorNotice } from '../operations/operator-notice.ts';
import { ALIASED_FUNCTIONS } from '../settings/aliased-functions.ts';
import type { Functions } from './function-definition.ts';
import { FUNCTION_DEFINITIONS } from './function-definitions.ts';

/** What CodeDeploy moves to new code. */
interface DeployedAlias {
  readonly alias: Alias;
  /** The alias's ARN as text, for the rights of CodeDeploy's role. */
  readonly aliasArn: string;
  /** Each of them stops the deployment and rolls it back. */
  readonly alarms: IAlarm[];
}

export interface GradualDeploymentProps extends NoticeTarget {
  readonly functions: Functions;
  readonly alarms: Alarms;
  /** deployment-check. */
  readonly check: IFunction;
}

export class GradualDeployment extends Construct {
  constructor(scope: Construct, id: string, props: GradualDeploymentProps) {
    super(scope, id);
    const { functions, alarms, check } = props;
    const deployed = deployedAliases(functions, alarms);
    const application = new LambdaApplication(this, 'Application');
    const role = this.createRole(deployed.map(([, { aliasArn }]) => aliasArn));
    this.allowCheck(role, check, deployed);
    for (const [name, { alias, alarms }] of deployed)
      new LambdaDeploymentGroup(this, name, {
        application,
        alias,
        // Otherwise CDK adds AWSCodeDeployRoleForLambdaLimited, which may move every alias of the account.
        role: role.withoutPolicyUpdates(),
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms,
        preHook: check,
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
        // Of the role and its policy, only the policy is not named by the group anyway.
      }).node.addDependency(role.node.findChild('DefaultPolicy'));
    this.tellOfFailures(application, props);
  }

  /** CodeDeploy has no metric of deployments. Its events name the state (EventBridge reference, "AWS CodeDeploy events"). */
  private tellOfFailures({ applicationName }: LambdaApplication, { topic, runbook }: NoticeTarget): void {
    operatorNotice(this, 'Failed', {
      topic,
      runbook,
      section: 'deployment-failed',
      description: 'CodeDeploy ended a deployment of new code without success.',
      message: 'A deployment of new code failed or was stopped, and the code before it has the invocations.',
      eventPattern: {
        source: ['aws.codedeploy'],
        detailType: ['CodeDeploy Deployment State-change Notification'],
        detail: { application: [applicationName], state: ['FAILURE', 'STOP'] },
      },
    });
  }

  /**
   * Lets CodeDeploy invoke deployment-check, by the resource policy of the function. A statement in the role's policy would make
   * a circular dependency: the deployment groups depend on that policy, and the function's policy depends on the groups.
   */
  private allowCheck(role: Role, check: IFunction, deployed: [string, DeployedAlias][]): void {
    const permission = new CfnPermission(this, 'MayAsk', {
      action: 'lambda:InvokeFunction',
      functionName: check.functionName,
      principal: role.roleArn,
    });
    for (const [, { alias }] of deployed) alias.node.addDependency(permission);
  }

  private createRole(aliasArns: string[]): Role {
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
        'CodeDeploy reads the states of alarms in a list, and for that CloudWatch supports no other resource.',
    });
    return role;
  }
}

function deployedAliases(functions: Functions, alarms: Alarms): [string, DeployedAlias][] {
  return ALIASED_FUNCTIONS.flatMap((name) => {
    const { alias, invokedArn } = functions[name];
    const { deploymentAlarms = [] } = FUNCTION_DEFINITIONS[name];
    return alias ? [[name, { alias, aliasArn: invokedArn, alarms: alarms.named(deploymentAlarms) }]] : [];
  });
}
