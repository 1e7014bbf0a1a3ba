/** Acknowledges findings of cdk-nag in the user pool, each with the reason. */
import { Validations } from 'aws-cdk-lib';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';

export function acknowledgePoolFindings(pool: UserPool): void {
  Validations.of(pool).acknowledge({
    id: 'AwsSolutions::AwsSolutions-COG8',
    reason:
      'The Plus plan costs more for each person. An operator who wants its threat protection turns it on.',
  });
}
