/** Notifies an operator of an act that takes the vault key away, while the operator can still undo it. */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type NoticeTarget, operatorNotice } from '../operations/operator-notice.ts';

export interface VaultKeyRuleProps extends NoticeTarget {
  readonly key: IKey;
}

/** KMS's management events reach EventBridge only in an account with a CloudTrail trail (docs/runbook.md). */
export class VaultKeyRule extends Construct {
  constructor(scope: Construct, id: string, { key, topic, runbook }: VaultKeyRuleProps) {
    super(scope, id);
    operatorNotice(this, 'Rule', {
      topic,
      runbook,
      section: 'vault-key-threatened',
      description: 'Somebody disabled the vault key, scheduled its deletion, or changed its policy.',
      message:
        'The key that every token is sealed under was disabled, scheduled for deletion, or given another policy.',
      eventPattern: {
        source: ['aws.kms'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'],
          resources: { ARN: [key.keyArn] },
        },
      },
    });
  }
}
