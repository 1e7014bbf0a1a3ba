/** A rule of EventBridge that tells the operator of an event at once, where there is no metric to watch. */
import { Validations } from 'aws-cdk-lib';
import { type EventPattern, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type RunbookSection, withRunbookLink } from './runbook.ts';

export interface NoticeTarget {
  readonly topic: ITopic;
  /** Address of the runbook, without a fragment. */
  readonly runbook: string;
}

export interface NoticeProps extends NoticeTarget {
  readonly section: RunbookSection;
  /** One sentence: what the rule watches for. */
  readonly description: string;
  /** One sentence: what happened. */
  readonly message: string;
  readonly eventPattern: EventPattern;
}

export function operatorNotice(scope: Construct, id: string, props: NoticeProps): Rule {
  const { topic, runbook, section, description, message, eventPattern } = props;
  const linked = (sentence: string) => withRunbookLink(sentence, runbook, section);
  const input = RuleTargetInput.fromText(linked(message));
  const rule = new Rule(scope, id, {
    description: linked(description),
    eventPattern,
    // CDK's SnsTopic would add a statement to the topic's policy for every rule.
    targets: [{ bind: () => ({ arn: topic.topicArn, input }) }],
  });
  Validations.of(rule).acknowledge({
    id: 'Serverless::Serverless-EventBusDLQ',
    reason: 'EventBridge retries for a day. A message that a queue kept for longer would come too late.',
  });
  return rule;
}
