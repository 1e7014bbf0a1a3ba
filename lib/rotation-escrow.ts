/** The bucket for sealed tokens that the table refused to the end. Normally empty (design section 8). */
import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { BrokerFunction } from './function.ts';

export interface RotationEscrowProps {
  readonly removalPolicy: RemovalPolicy;
}

export class RotationEscrow extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { removalPolicy }: RotationEscrowProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // The copies are sealed under the vault's key already; this is the second layer, which costs no KMS request.
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // A deleted copy must be gone: its connection may be disconnected.
      versioned: false,
      // token-refresh settles a copy within a day or deletes it; what is older was forgotten by a stage that stood still.
      lifecycleRules: [{ expiration: Duration.days(7) }],
      removalPolicy,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'Normally empty; each object that is written is told in the log of token-refresh, with its connection. Access ' +
        'logs would need a bucket of their own for nothing.',
    });
  }

  /** Writes, finds, reads and deletes copies. Listing too, so that an absent copy is an answer and not a refusal. */
  grantKeep({ role }: BrokerFunction): void {
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
        resources: [this.bucket.arnForObjects('*')],
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    const arn = Stack.of(this).resolve(this.bucket.bucketArn) as { 'Fn::GetAtt': string[] };
    Validations.of(role.node.findChild('DefaultPolicy')).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${arn['Fn::GetAtt'].join('.')}>/*]`,
      reason:
        'Copies are named by the connection whose they are; all of the bucket is token-refresh’s alone.',
    });
  }

  /** Learns whether there are copies, and of which connections; reads none of them. */
  grantSeeWhetherEmpty({ role }: BrokerFunction): void {
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
  }
}
