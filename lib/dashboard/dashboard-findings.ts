/** Acknowledges findings of cdk-nag in the dashboard's resources, each with the reason. */
import { Stack, Validations } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import type { IConstruct } from 'constructs';

export function acknowledgeBucketFindings(bucket: Bucket): void {
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: 'The bucket contains a page that everybody may read, and only CloudFront reads the bucket.',
  });
}

export function acknowledgeDistributionFindings(
  distribution: Distribution,
  { named, guarded }: { named: boolean; guarded: boolean },
): void {
  const acknowledge = (rule: string, reason: string) =>
    Validations.of(distribution).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
  acknowledge('CFR1', 'People sign in from every country.');
  acknowledge(
    'CFR3',
    'The log would contain query strings, and those of the callback contain codes and states (T066). The API’s access log ' +
      'has its requests without query strings; the other requests are for a public page.',
  );
  if (!guarded)
    acknowledge(
      'CFR2',
      'Public routes are throttled, also for those who call the API beside CloudFront, where no WAF would see them. ' +
        'An operator who wants one for what comes through CloudFront sets hostedDashboard.webAclArn.',
    );
  if (!named)
    acknowledge(
      'CFR4',
      'For CloudFront’s own domain name CloudFront sets the TLS version. A stage with a domain requires TLS 1.2.',
    );
}

/** CDK's own function that uploads files. All uploads of a stack share it. */
export function uploadFunctionOf(stack: Stack): IConstruct | undefined {
  return stack.node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
}

const FUNCTION_OF_CDK =
  'CDK’s own function, in the version of aws-cdk-lib. It runs during a deployment, and CloudFormation retries it.';
/** The actions with wildcards that CDK grants to its upload: to read the assets' bucket, and to read and write this one. */
const ACTIONS = ['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*'];

export function acknowledgeUploadFindings(upload: BucketDeployment, bucket: Bucket): void {
  const stack = Stack.of(upload);
  const handler = uploadFunctionOf(stack);
  if (handler)
    for (const id of [
      'AwsSolutions::AwsSolutions-L1',
      'Serverless::Serverless-LambdaDLQ',
      'Serverless::Serverless-LambdaLatestVersion',
      'Serverless::Serverless-LambdaTracing',
    ])
      Validations.of(handler).acknowledge({ id, reason: FUNCTION_OF_CDK });
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
      reason:
        'CDK grants these to its own upload, on the bucket of its assets and on the bucket of the page only.',
    });
}

/** The ARN of the bucket for CDK's assets, as cdk-nag writes it. */
function assetsOf(stack: Stack): string {
  const part = (value: string) => {
    const resolved: unknown = stack.resolve(value);
    return typeof resolved === 'string' ? resolved : `<${(resolved as { Ref: string }).Ref}>`;
  };
  const qualifier = stack.synthesizer.bootstrapQualifier ?? 'hnb659fds';
  return `arn:${part(stack.partition)}:s3:::cdk-${qualifier}-assets-${part(stack.account)}-${part(stack.region)}`;
}
