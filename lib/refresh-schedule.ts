/** The tick: every minute token-refresh is told to look for what is due. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { BrokerFunction } from './function.ts';

export interface RefreshScheduleProps {
  /** token-refresh. */
  readonly target: BrokerFunction;
  /** How many invocations share the due shards. */
  readonly shares: number;
}

/**
 * No retries and no dead-letter queue: a tick has no content of its own, the due index is the queue, and the next tick
 * does what a lost one would have done. A retried tick only adds load while something is wrong. What fails is seen in
 * the function's errors and in Scheduler's `InvocationDroppedCount`.
 */
export class RefreshSchedule extends Construct {
  /** Name of the group that the schedules are in. */
  readonly groupName: string;

  constructor(scope: Construct, id: string, props: RefreshScheduleProps) {
    super(scope, id);
    // A group of its own, so that the trust below names this schedule and not every one in the account's default group.
    const group = new ScheduleGroup(this, 'Group');
    this.groupName = group.scheduleGroupName;
    const stack = Stack.of(this);
    // By its name, not by its attribute Arn: moto, against which deployments are tried, does not know it.
    const groupArn = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: group.scheduleGroupName,
    });
    const role = new Role(this, 'Role', {
      description: 'Invokes token-refresh every minute',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': groupArn } },
      }),
    });
    props.target.grantInvoke(role);
    for (let index = 0; index < props.shares; index++) {
      const schedule = this.everyMinute(index, { ...props, group, role });
      // It names its group in plain text, so CloudFormation sees no order between them.
      schedule.node.addDependency(group);
    }
  }

  private everyMinute(
    index: number,
    { target, shares, group, role }: RefreshScheduleProps & { group: ScheduleGroup; role: Role },
  ): Schedule {
    const share = { index, of: shares };
    return new Schedule(this, index === 0 ? 'EveryMinute' : `EveryMinute${index}`, {
      description:
        shares === 1 ? 'Refresh what is due' : `Refresh what is due, share ${index + 1} of ${shares}`,
      scheduleGroup: group,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // Not CDK's LambdaInvoke: it grants every version and alias too, with a wildcard.
      target: {
        bind: () => ({
          arn: target.alias?.functionArn ?? target.function.functionArn,
          role,
          input: ScheduleTargetInput.fromObject({ version: '1', kind: 'tick', share }),
          // CDK's defaults are 185 retries over 24 hours. 60 s is the least that Scheduler takes.
          retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
        }),
      },
    });
  }
}
