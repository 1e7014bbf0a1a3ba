/** The platform's verified OAuth apps: secrets that an operator makes, so that no value passes through a template. */
import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BrokerFunction } from './function.ts';

export interface PlatformAppsProps {
  /** Part of the names, so that stages in one account do not read each other's. */
  readonly stage: string;
}

export class PlatformApps extends Construct {
  /** Names of the secrets begin so; the provider's id follows. */
  readonly prefix: string;

  constructor(scope: Construct, id: string, props: PlatformAppsProps) {
    super(scope, id);
    this.prefix = `connections/${props.stage}/apps/`;
  }

  /** Reads the secrets' values. Those under a customer managed key would need a right to that key besides. */
  grantRead(reader: BrokerFunction): void {
    const stack = Stack.of(this);
    const secrets = stack.formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${this.prefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    reader.role.addToPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secrets] }),
    );
    Validations.of(reader.role.node.findChild('DefaultPolicy')).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${asFindingsNameIt(stack.resolve(secrets))}]`,
      reason:
        'Secrets Manager ends every ARN with six random characters, and an operator adds apps without a deployment; ' +
        'the names before it belong to this stage alone.',
    });
  }
}

/** cdk-nag writes a reference as `<AWS::Region>`; a stack with a known account and region has none. */
function asFindingsNameIt(arn: string | { 'Fn::Join': [string, (string | { Ref: string })[]] }): string {
  if (typeof arn === 'string') return arn;
  const [separator, parts] = arn['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join(separator);
}
