/** A budget of the account, and who is told when it is used up. */
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface BudgetProps {
  /** US dollars. */
  readonly monthly: number;
  readonly email?: string;
  /** Told where there is no address. */
  readonly topic: ITopic;
}

/** Percent, of what was spent and of what AWS foresees. */
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
    // Budgets tries the topic when it is made: its policy must stand by then.
    budget.node.addDependency(topic);
  }
}
