/** The tick: EventBridge Scheduler invokes token-tick every minute to refresh what is due. */
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { BrokerFunction } from './function.ts';
import { LIVE } from './live-alias.ts';

export interface RefreshScheduleProps {
  /** token-tick. */
  readonly target: BrokerFunction;
  /** The number of invocations that share the due shards. */
  readonly shares: number;
}

/**
 * There are no retries and no dead-letter queue: a tick has no content of its own. The due index is the queue, and the next
 * tick does what a lost one would have done, while a retry would only add load when something is wrong. Failures appear in the
 * function's errors and in Scheduler's `InvocationDroppedCount`.
 */
export class RefreshSchedule extends Construct {
  /** Name of the group that contains the schedules. */
  readonly groupName: string;

  constructor(scope: Construct, id: string, { target, shares }: RefreshScheduleProps) {
    super(scope, id);
    neverRetry(target);
    // The role below trusts the schedules of this group. In the default group it would trust every schedule of the account.
    const group = new ScheduleGroup(this, 'Group');
    this.groupName = group.scheduleGroupName;
    const role = this.createRole(group);
    target.grantInvoke(role);
    for (let index = 0; index < shares; index++) {
      const schedule = this.everyMinute({ index, of: shares }, { target, group, role });
      // The schedule names its group in plain text, from which CloudFormation cannot derive the order.
      schedule.node.addDependency(group);
    }
  }

  private createRole(group: ScheduleGroup): Role {
    const stack = Stack.of(this);
    // Built from the group's name: moto, in which deployments are tested, does not support the attribute Arn.
    const groupArn = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: group.scheduleGroupName,
    });
    return new Role(this, 'Role', {
      description: 'Invokes token-tick every minute',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': groupArn } },
      }),
    });
  }

  private everyMinute(
    share: { index: number; of: number },
    { target, group, role }: { target: BrokerFunction; group: ScheduleGroup; role: Role },
  ): Schedule {
    const { index, of } = share;
    return new Schedule(this, index === 0 ? 'EveryMinute' : `EveryMinute${index}`, {
      description: of === 1 ? 'Refresh what is due' : `Refresh what is due, share ${index + 1} of ${of}`,
      scheduleGroup: group,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // CDK's LambdaInvoke would also allow every version and every other alias, by a wildcard.
      target: {
        bind: () => ({
          arn: target.alias?.functionArn ?? target.function.functionArn,
          role,
          input: ScheduleTargetInput.fromObject({ version: '1', kind: 'tick', share }),
          // CDK's default is 185 retries within 24 hours. 60 s is the lowest value that Scheduler accepts.
          retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
        }),
      },
    });
  }
}

/** Lambda does not retry asynchronous invocations of the function either: the next tick is the retry. */
function neverRetry(target: BrokerFunction): void {
  const config = new EventInvokeConfig(target, 'AsyncInvoke', {
    function: target.function,
    // As text: CDK would cut the alias's name out of its ARN, with a function that moto does not support.
    qualifier: target.alias && LIVE,
    retryAttempts: 0,
    maxEventAge: Duration.minutes(1),
  });
  if (target.alias) config.node.addDependency(target.alias);
  Validations.of(config).acknowledge({
    id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
    reason: 'The event is a tick without content, and the tick a minute later does the same work.',
  });
}
