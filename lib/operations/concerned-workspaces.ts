/**
 * In how many workspaces something happens: what one tenant can bring about alone is no fault of the platform. CloudWatch
 * Contributor Insights counts the workspaces in the log, since a metric for each workspace would be paid for each
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights-RuleSyntax.html).
 */
import { type Duration, Stack } from 'aws-cdk-lib';
import { CfnInsightRule, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../src/contract/environment.ts';
import type { LogEvent } from '../../src/contract/log.ts';

/** The events whose workspaces are counted, and the functions that log them. */
export const COUNTED_IN_WORKSPACES = {
  issuer_refused: ['connect'],
  reauthorization_required: ['token-refresh', 'token-tick'],
} as const satisfies Partial<Record<LogEvent, readonly FunctionName[]>>;
export type WorkspaceEvent = keyof typeof COUNTED_IN_WORKSPACES;

/** The number of workspaces with such a line within `period`, without lines that concern a tenant's own app or endpoint. */
export function workspacesWith(event: WorkspaceEvent, stage: string, period: Duration): MathExpression {
  return new MathExpression({
    expression: `INSIGHT_RULE_METRIC("${ruleName(stage, event)}", "UniqueContributors")`,
    usingMetrics: {},
    period,
    label: 'workspaces',
  });
}

export interface ConcernedWorkspacesProps {
  readonly stage: string;
  /** The log group of a function. */
  readonly logGroupOf: (name: FunctionName) => ILogGroup;
}

export class ConcernedWorkspaces extends Construct {
  constructor(scope: Construct, id: string, { stage, logGroupOf }: ConcernedWorkspacesProps) {
    super(scope, id);
    for (const [event, functions] of Object.entries(COUNTED_IN_WORKSPACES) as [
      WorkspaceEvent,
      readonly FunctionName[],
    ][])
      new CfnInsightRule(this, event, {
        ruleName: ruleName(stage, event),
        ruleState: 'ENABLED',
        ruleBody: Stack.of(this).toJsonString({
          Schema: { Name: 'CloudWatchLogRule', Version: 1 },
          LogGroupNames: functions.map((name) => logGroupOf(name).logGroupName),
          LogFormat: 'JSON',
          Contribution: {
            Keys: ['$.workspaceId'],
            Filters: [
              { Match: '$.event', In: [event] },
              { Match: '$.concerns', IsPresent: false },
            ],
          },
          AggregateOn: 'Count',
        }),
      });
  }
}

function ruleName(stage: string, event: WorkspaceEvent): string {
  return `Connections-${stage}-${event}`;
}
