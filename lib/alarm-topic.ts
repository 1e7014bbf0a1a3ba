/** Where alarms go: the operator's topic, or one of the stack's own that waits for its first subscriber. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** ARN of the operator's topic, if there is one. */
  readonly alarmTarget?: string;
  readonly removalPolicy: RemovalPolicy;
}

/** Alarms and the budget, of this account. */
const OF_THE_ACCOUNT = ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'];
/**
 * The rule on the vault key. Without a condition: "Adding the aws:SourceAccount and aws:SourceArn to a AWS KMS policy is not
 * supported for EventBridge-to-encrypted topics" (SNS developer guide, "Key management").
 */
const EVENT_BRIDGE = 'events.amazonaws.com';

export class AlarmTopic extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.topic = props.alarmTarget
      ? Topic.fromTopicArn(this, 'Imported', props.alarmTarget)
      : this.makeTopic(props.removalPolicy);
  }

  private makeTopic(removalPolicy: RemovalPolicy): Topic {
    const topic = new Topic(this, 'Topic', {
      displayName: `Alarms of ${Stack.of(this).stackName}`,
      enforceSSL: true,
      masterKey: this.makeKey(removalPolicy),
    });
    // With a policy of its own a topic no longer lets the whole account publish, so each publisher is named.
    for (const statement of this.publishing(['sns:Publish'], topic.topicArn))
      topic.addToResourcePolicy(statement);
    return topic;
  }

  /** Its own: AWS's key for SNS lets neither CloudWatch nor EventBridge publish, and the vault's key is the vault's alone. */
  private makeKey(removalPolicy: RemovalPolicy): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts alarms on their way',
      enableKeyRotation: true,
      removalPolicy,
      pendingWindow: Duration.days(7),
    });
    for (const statement of this.publishing(['kms:Decrypt', 'kms:GenerateDataKey'], '*'))
      key.addToResourcePolicy(statement);
    return key;
  }

  private publishing(actions: string[], resource: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: OF_THE_ACCOUNT.map((name) => new ServicePrincipal(name)),
        actions,
        resources: [resource],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      new PolicyStatement({
        sid: 'EventBridge',
        principals: [new ServicePrincipal(EVENT_BRIDGE)],
        actions,
        resources: [resource],
      }),
    ];
  }
}
