/** What cdk-nag finds in the distribution and in CDK's own upload, each with the reason why it stays. */
import { Stack, Validations } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';

export function acknowledgeBucketFindings(bucket: Bucket): void {
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: 'It holds the page that everybody may read, and CloudFront alone reads it.',
  });
}

export function acknowledgeDistributionFindings(
  distribution: Distribution,
  { named, guarded }: { named: boolean; guarded: boolean },
): void {
  const acknowledge = (rule: string, reason: string) =>
    Validations.of(distribution).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
  acknowledge('CFR1', 'People sign in from wherever they are.');
  acknowledge(
    'CFR3',
    'Its log holds query strings, and those of the callback hold codes and states (T066). The API’s access log has what ' +
      'happened without them; what is left is a public page.',
  );
  if (!guarded)
    acknowledge(
      'CFR2',
      'What anybody may call is throttled; hostedDashboard.webAclArn attaches a WAF of the operator’s.',
    );
  if (!named)
    acknowledge(
      'CFR4',
      'Under CloudFront’s own name TLS is as CloudFront sets it. A stage with a domain asks for 1.2.',
    );
}

const CDKS_OWN =
  'CDK’s own, at its version of aws-cdk-lib; it runs while the stack is deployed, and CloudFormation retries it.';
/** What CDK grants its upload: to read the assets' bucket, and to read and write this one. */
const ACTIONS = ['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*'];

export function acknowledgeUploadFindings(upload: BucketDeployment, bucket: Bucket): void {
  const stack = Stack.of(upload);
  const handler = stack.node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
  if (handler)
    for (const id of [
      'AwsSolutions::AwsSolutions-L1',
      'Serverless::Serverless-LambdaDLQ',
      'Serverless::Serverless-LambdaLatestVersion',
      'Serverless::Serverless-LambdaTracing',
    ])
      Validations.of(handler).acknowledge({ id, reason: CDKS_OWN });
  const policy = upload.handlerRole.node.tryFindChild('DefaultPolicy');
  if (!policy) return;
  const arn = stack.resolve(bucket.bucketArn) as { 'Fn::GetAtt': string[] };
  const wildcards = [
    ...ACTIONS.map((action) => `Action::${action}`),
    `Resource::<${arn['Fn::GetAtt'].join('.')}>/*`,
    `Resource::${assetsOf(stack)}/*`,
  ];
  for (const wildcard of wildcards)
    Validations.of(policy).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[${wildcard}]`,
      reason: 'CDK’s grants to its own upload, on the buckets of its assets and of the page alone.',
    });
}

/** As cdk-nag writes the ARN of the bucket that the CLI uploads assets to. */
function assetsOf(stack: Stack): string {
  const part = (value: string) => {
    const resolved: unknown = stack.resolve(value);
    return typeof resolved === 'string' ? resolved : `<${(resolved as { Ref: string }).Ref}>`;
  };
  const qualifier = stack.synthesizer.bootstrapQualifier ?? 'hnb659fds';
  return `arn:${part(stack.partition)}:s3:::cdk-${qualifier}-assets-${part(stack.account)}-${part(stack.region)}`;
}
