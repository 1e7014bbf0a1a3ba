/** What a stage sets for its alarms, its deployments and its budget. */
import type { AlarmSettings } from './alarm-settings.ts';

export interface OperationsSettings {
  /**
   * ARN of the SNS topic to which alarms are published, in the stage's account and Region. The topic's policy must let
   * CloudWatch and EventBridge publish; docs/runbook.md shows the policy.
   * @default an encrypted topic that the stack creates, without subscribers
   */
  readonly alarmTarget?: string;
  /**
   * Address of the runbook, for the links in alarm descriptions. Each link adds `#` and the anchor of a heading.
   * @default 'docs/runbook.md', the runbook's path in the repository
   */
  readonly runbookUrl?: string;
  /**
   * The thresholds of the alarms.
   * @default DEFAULT_ALARMS
   */
  readonly alarms?: AlarmSettings;
  /**
   * How new code of token-refresh, token-tick and token-injector is deployed. With `'canary'`, deployment-check first checks that the
   * new version can do its work; then the version takes a tenth of the invocations for five minutes, then all of them, and
   * is rolled back when one of the function's deployment alarms goes off. CodeDeploy starts no canary while such an alarm
   * is on: deploy the correction with `'all-at-once'`.
   * @default 'canary'
   */
  readonly deployment?: 'canary' | 'all-at-once';
  /**
   * Monthly budget of the whole account in US dollars. AWS Budgets sends a notification at 80 % of it, and when the forecast
   * exceeds it.
   * @default no budget
   */
  readonly monthlyBudgetUsd?: number;
  /**
   * The e-mail address that gets the budget's notifications.
   * @default the topic of the alarms gets them
   */
  readonly budgetEmail?: string;
}

export const DEFAULT_RUNBOOK = 'docs/runbook.md';
