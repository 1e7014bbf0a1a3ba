/** What a stage says of who watches it. */

export interface OperationsSettings {
  /**
   * ARN of the SNS topic that alarms go to, in the stage's account and Region. Its policy must let CloudWatch and
   * EventBridge publish; docs/runbook.md shows it.
   * @default a topic of the stack's own, encrypted and without subscribers
   */
  readonly alarmTarget?: string;
  /**
   * Where the runbook is, for the links in the alarms: a heading's anchor follows it.
   * @default 'docs/runbook.md', its path in the repository
   */
  readonly runbookUrl?: string;
  /**
   * How new code of token-refresh and token-injector is deployed. `'canary'`: it is asked whether it can do its work
   * (deployment-check), takes a tenth of the invocations for five minutes, then all, and goes back when one of their alarms
   * rings. A stage in alarm takes no canary: mend it with `'all-at-once'`.
   * @default 'canary'
   */
  readonly deployment?: 'canary' | 'all-at-once';
  /**
   * What the whole account may cost in a month, in US dollars: told at 80 % of it, and when a forecast is above it.
   * @default nobody is told
   */
  readonly monthlyBudgetUsd?: number;
  /**
   * Who is told of the budget.
   * @default the alarms' topic
   */
  readonly budgetEmail?: string;
}

export const DEFAULT_RUNBOOK = 'docs/runbook.md';
