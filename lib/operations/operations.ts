/** What an operator of a stage needs: alarms and their topic, a CloudWatch dashboard, a budget. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DEFAULT_RUNBOOK, type OperationsSettings } from '../settings/operations-settings.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { type AlarmDefinition, type AlarmGroups, Alarms } from './alarms.ts';
import { Budget } from './budget.ts';
import { OperationsDashboard } from './operations-dashboard.ts';
import type { StageMetrics } from './stage-metrics.ts';

export interface OperationsProps {
  readonly settings: OperationsSettings;
  readonly metrics: StageMetrics;
  /** Every alarm of the stage. */
  readonly alarms: readonly (AlarmDefinition | AlarmGroups)[];
  /** token-injector, for the dashboard's graph of durations. */
  readonly injector: IFunction;
  /** What happens to the topic's key when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

export class Operations extends Construct {
  /** The topic to which alarms are published. */
  readonly topic: ITopic;
  readonly alarms: Alarms;
  /** Address of the runbook, without a fragment. */
  readonly runbook: string;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { settings, metrics, injector, removalPolicy } = props;
    const { alarmTarget, runbookUrl = DEFAULT_RUNBOOK, monthlyBudgetUsd, budgetEmail } = settings;
    const { topic } = new AlarmTopic(this, 'AlarmTopic', { alarmTarget, removalPolicy });
    this.topic = topic;
    this.runbook = runbookUrl;
    this.alarms = new Alarms(this, 'Alarms', { definitions: props.alarms, topic, runbook: runbookUrl });
    new OperationsDashboard(this, 'Dashboard', { metrics, alarms: this.alarms.all, injector });
    if (monthlyBudgetUsd !== undefined)
      new Budget(this, 'Budget', { monthly: monthlyBudgetUsd, email: budgetEmail, topic });
  }
}
