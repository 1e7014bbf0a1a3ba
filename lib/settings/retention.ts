/** How long a stage keeps what it writes. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StageSettings } from './stage-settings.ts';

export interface Retention {
  /** How long log lines are kept. */
  readonly logRetention: RetentionDays;
  /** What happens to logs and data when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** The retention of a stage, with the defaults of its settings. */
export function retentionOf(settings: StageSettings): Retention {
  const { logRetention = RetentionDays.ONE_YEAR, removalPolicy = RemovalPolicy.RETAIN } = settings;
  return { logRetention, removalPolicy };
}
