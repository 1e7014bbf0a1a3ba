/** The HMAC key from which the keys of cursors are derived. No data depends on it: without it, open lists are read again. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface CursorKeyProps {
  readonly stage: string;
  /** What happens to the key when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

export class CursorKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { stage, removalPolicy }: CursorKeyProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `Derives the keys of cursors of Connections, stage ${stage}`,
      // KMS rotates no HMAC key; the derived keys change every day (docs/decisions/0017).
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy,
      pendingWindow: removalPolicy === RemovalPolicy.RETAIN ? Duration.days(30) : Duration.days(7),
    });
  }

  /** Allows to derive keys of cursors. */
  grantDerive(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['kms:GenerateMac'], resources: [this.key.keyArn] }),
    );
  }
}
