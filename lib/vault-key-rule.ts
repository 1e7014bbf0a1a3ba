/** Tells at once of what would take the vault key away, while that can still be taken back. */
import { Validations } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { described } from './alarms.ts';

export interface VaultKeyRuleProps {
  readonly key: IKey;
  readonly topic: ITopic;
  /** Address of the runbook, without a fragment. */
  readonly runbook: string;
}

/** Management events of KMS reach EventBridge where the account has a CloudTrail trail (docs/runbook.md). */
export class VaultKeyRule extends Construct {
  constructor(scope: Construct, id: string, { key, topic, runbook }: VaultKeyRuleProps) {
    super(scope, id);
    const rule = new Rule(this, 'Rule', {
      description: described('Somebody took the vault key away.', runbook, 'vault-key-threatened'),
      eventPattern: {
        source: ['aws.kms'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'],
          resources: { ARN: [key.keyArn] },
        },
      },
      // Not CDK's SnsTopic: it adds a statement to the topic's policy for every rule.
      targets: [
        {
          bind: () => ({
            arn: topic.topicArn,
            input: RuleTargetInput.fromText(
              described(
                'The key that every token is sealed under was disabled, scheduled for deletion, or given another policy.',
                runbook,
                'vault-key-threatened',
              ),
            ),
          }),
        },
      ],
    });
    Validations.of(rule).acknowledge({
      id: 'Serverless::Serverless-EventBusDLQ',
      reason: 'EventBridge tries for a day. What a queue would keep after that comes too late to be read.',
    });
  }
}
