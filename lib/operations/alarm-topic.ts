/** The topic to which alarms are published: the operator's, or one that the stack creates without subscribers. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { deploymentName } from '../deployment-name.ts';

export interface AlarmTopicProps {
  /** ARN of the operator's topic, if there is one. */
  readonly alarmTarget?: string;
  /** What happens to the topic's key when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** CloudWatch publishes alarms, AWS Budgets its notifications; both for this account only. */
const ACCOUNT_PUBLISHERS = ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'];
/**
 * EventBridge publishes for the rule on the vault key. Its statement has no condition: "Adding the aws:SourceAccount and
 * aws:SourceArn to a AWS KMS policy is not supported for EventBridge-to-encrypted topics" (SNS developer guide, "Key
 * management").
 */
const EVENT_BRIDGE = 'events.amazonaws.com';

export class AlarmTopic extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.topic = props.alarmTarget
      ? Topic.fromTopicArn(this, 'Imported', props.alarmTarget)
      : this.createTopic(props.removalPolicy);
  }

  private createTopic(removalPolicy: RemovalPolicy): Topic {
    const topic = new Topic(this, 'Topic', {
      displayName: `Alarms of ${deploymentName(this)}`,
      enforceSSL: true,
      masterKey: this.createKey(removalPolicy),
    });
    // A topic with a policy does not let the whole account publish any more, so the policy names each publisher.
    for (const statement of this.publishStatements(['sns:Publish'], topic.topicArn))
      topic.addToResourcePolicy(statement);
    return topic;
  }

  /**
   * The topic needs a key of its own: with AWS's key for SNS neither CloudWatch nor EventBridge can publish, and the vault
   * key is for tokens only.
   */
  private createKey(removalPolicy: RemovalPolicy): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts messages of the alarm topic',
      enableKeyRotation: true,
      removalPolicy,
      pendingWindow: Duration.days(7),
    });
    for (const statement of this.publishStatements(['kms:Decrypt', 'kms:GenerateDataKey'], '*'))
      key.addToResourcePolicy(statement);
    return key;
  }

  private publishStatements(actions: string[], resource: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: ACCOUNT_PUBLISHERS.map((name) => new ServicePrincipal(name)),
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
