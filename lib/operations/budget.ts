/** A monthly budget of the account, with notifications. */
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface BudgetProps {
  /** The limit in US dollars. */
  readonly monthly: number;
  /** The address that gets the notifications. */
  readonly email?: string;
  /** The topic that gets the notifications when there is no address. */
  readonly topic: ITopic;
}

/** AWS Budgets sends a notification when 80 % of the limit is spent, and when its forecast exceeds 100 %. */
const NOTICES = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

export class Budget extends Construct {
  constructor(scope: Construct, id: string, { monthly, email, topic }: BudgetProps) {
    super(scope, id);
    const subscriber = email
      ? { subscriptionType: 'EMAIL', address: email }
      : { subscriptionType: 'SNS', address: topic.topicArn };
    const budget = new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthly, unit: 'USD' },
      },
      notificationsWithSubscribers: NOTICES.map((notice) => ({
        notification: { ...notice, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: [subscriber],
      })),
    });
    // AWS Budgets publishes to the topic when the budget is created, so the topic's policy must exist before.
    const policy = topic.node.tryFindChild('Policy');
    if (policy) budget.node.addDependency(policy);
  }
}
