/**
 * The bucket for sealed tokens that a provider has already rotated and that the table did not accept until the end of the
 * invocation. Normally the bucket is empty.
 */
import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface RotationEscrowProps {
  /** What happens to the bucket when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

export class RotationEscrow extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { removalPolicy }: RotationEscrowProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // The copies are already sealed under the vault key; S3's own encryption is a second layer without KMS requests.
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // A deleted copy must not exist any more: its connection may be disconnected.
      versioned: false,
      // token-tick uses or deletes a copy within a day. An older copy exists only where no tick has run since.
      lifecycleRules: [{ expiration: Duration.days(7) }],
      removalPolicy,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'The bucket is normally empty, and each function that writes an object logs the connection of the object. Access logs ' +
        'would need another bucket and add nothing.',
    });
  }

  /** Allows to write, read, list and delete copies. Without the right to list, S3 answers 403 for an absent copy and not 404. */
  grantReadWrite(role: Role): void {
    this.allowOnCopies(role, ['s3:PutObject', 's3:GetObject', 's3:DeleteObject']);
    this.grantList(role);
  }

  /** Allows to write copies, and neither to read nor to delete one. */
  grantPut(role: Role): void {
    this.allowOnCopies(role, ['s3:PutObject']);
  }

  /** Allows to list the copies, whose names contain their connections, but not to read them. */
  grantList(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    );
  }

  private allowOnCopies(role: Role, actions: string[]): void {
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.bucket.arnForObjects('*')] }));
    const arn = Stack.of(this).resolve(this.bucket.bucketArn) as { 'Fn::GetAtt': string[] };
    Validations.of(role.node.findChild('DefaultPolicy')).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${arn['Fn::GetAtt'].join('.')}>/*]`,
      reason:
        'A copy’s name begins with its connection, and the function may use every object of this bucket.',
    });
  }
}
