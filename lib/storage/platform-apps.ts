/** The platform's verified OAuth apps. An operator creates their secrets, so that no secret passes through a template. */
import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface PlatformAppsProps {
  /** Part of the secrets' names, so that a stage cannot read the secrets of another stage in the account. */
  readonly stage: string;
}

export class PlatformApps extends Construct {
  /** The beginning of the secrets' names. The provider's id follows it. */
  readonly prefix: string;

  constructor(scope: Construct, id: string, props: PlatformAppsProps) {
    super(scope, id);
    this.prefix = `connections/${props.stage}/apps/`;
  }

  /** Allows to read the secrets. A secret under a customer managed key would also need a right to use that key. */
  grantRead(role: Role): void {
    const stack = Stack.of(this);
    const secrets = stack.formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${this.prefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secrets] }),
    );
    Validations.of(role.node.findChild('DefaultPolicy')).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${asCdkNagWrites(stack.resolve(secrets))}]`,
      reason:
        'Secrets Manager adds six random characters to every ARN, and an operator adds apps without a deployment. Only this ' +
        'stage has secrets whose names begin like this.',
    });
  }
}

/** An ARN as cdk-nag writes it: a reference becomes `<AWS::Region>`. A stack with a known account and Region has no references. */
function asCdkNagWrites(arn: string | { 'Fn::Join': [string, (string | { Ref: string })[]] }): string {
  if (typeof arn === 'string') return arn;
  const [separator, parts] = arn['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join(separator);
}
