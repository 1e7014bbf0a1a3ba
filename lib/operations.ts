/** What watches a stage: alarms and where they go, a rule on the vault key, a dashboard, a budget. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic.ts';
import { Alarms } from './alarms.ts';
import { Budget } from './budget.ts';
import { GradualDeployment } from './gradual-deployment.ts';
import { countInjections, injectionNamespace } from './injection-metrics.ts';
import { OperationsDashboard } from './operations-dashboard.ts';
import { DEFAULT_RUNBOOK, type OperationsSettings } from './operations-settings.ts';
import { refreshWatches } from './refresh-watches.ts';
import { requestWatches } from './request-watches.ts';
import type { Functions } from './stage-functions.ts';
import { StageMetrics } from './stage-metrics.ts';
import { VaultKeyRule } from './vault-key-rule.ts';

export interface OperationsProps {
  readonly stage: string;
  readonly settings: OperationsSettings;
  readonly functions: Functions;
  /** Of the HTTP API. */
  readonly apiId: string;
  /** Name of the schedules' group. */
  readonly scheduleGroup: string;
  readonly vaultKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

export class Operations extends Construct {
  /** Where alarms go. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { settings, functions, removalPolicy } = props;
    const { alarmTarget, runbookUrl: runbook = DEFAULT_RUNBOOK, monthlyBudgetUsd, budgetEmail } = settings;
    const metrics = new StageMetrics(props.stage);
    const { topic } = new AlarmTopic(this, 'AlarmTopic', { alarmTarget, removalPolicy });
    this.topic = topic;
    for (const name of ['token-injector', 'token-authorizer'] as const) {
      const { logGroup } = functions[name] ?? {};
      if (logGroup) countInjections(logGroup, injectionNamespace(props.stage, name));
    }
    const refresh = functions['token-refresh'];
    const watches = [
      ...refreshWatches({ metrics, refresh, scheduleGroup: props.scheduleGroup }),
      ...requestWatches({ metrics, functions, apiId: props.apiId }),
    ];
    const alarms = new Alarms(this, 'Alarms', { watches, topic, runbook });
    const check = functions['deployment-check'];
    if (check) this.deployGradually(functions, alarms, check.function);
    new VaultKeyRule(this, 'VaultKeyRule', { key: props.vaultKey, topic, runbook });
    new OperationsDashboard(this, 'Dashboard', {
      metrics,
      alarms: alarms.all,
      injector: functions['token-injector'],
    });
    if (monthlyBudgetUsd !== undefined)
      new Budget(this, 'Budget', { monthly: monthlyBudgetUsd, email: budgetEmail, topic });
  }

  /** What new code can break within five minutes, and nothing that a provider can. */
  private deployGradually(functions: Functions, alarms: Alarms, check: IFunction): void {
    const ringing = {
      'token-refresh': alarms.named('refresh-errors', 'due-item-errors', 'rotated-tokens-lost'),
      'token-injector': alarms.named('token-injector-errors', 'vault-key-failing-token-injector'),
    };
    const released = Object.entries(ringing).flatMap(([name, theirs]) => {
      const { alias, invokedArn } = functions[name as keyof typeof ringing];
      return alias ? [[name, { alias, aliasArn: invokedArn, alarms: theirs }] as const] : [];
    });
    new GradualDeployment(this, 'Deployment', { released: Object.fromEntries(released), check });
  }
}
