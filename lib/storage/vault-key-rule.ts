/** Notifies an operator of an act that takes the vault key away, while the operator can still undo it. */
import { Validations } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { withRunbookLink } from '../operations/runbook.ts';

export interface VaultKeyRuleProps {
  readonly key: IKey;
  readonly topic: ITopic;
  /** Address of the runbook, without a fragment. */
  readonly runbook: string;
}

/** KMS's management events reach EventBridge only in an account with a CloudTrail trail (docs/runbook.md). */
export class VaultKeyRule extends Construct {
  constructor(scope: Construct, id: string, { key, topic, runbook }: VaultKeyRuleProps) {
    super(scope, id);
    const linked = (sentence: string) => withRunbookLink(sentence, runbook, 'vault-key-threatened');
    const message = linked(
      'The key that every token is sealed under was disabled, scheduled for deletion, or given another policy.',
    );
    const rule = new Rule(this, 'Rule', {
      description: linked('Somebody disabled the vault key, scheduled its deletion, or changed its policy.'),
      eventPattern: {
        source: ['aws.kms'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'],
          resources: { ARN: [key.keyArn] },
        },
      },
      // CDK's SnsTopic would add a statement to the topic's policy for every rule.
      targets: [{ bind: () => ({ arn: topic.topicArn, input: RuleTargetInput.fromText(message) }) }],
    });
    Validations.of(rule).acknowledge({
      id: 'Serverless::Serverless-EventBusDLQ',
      reason: 'EventBridge retries for a day. A message that a queue kept for longer would come too late.',
    });
  }
}
