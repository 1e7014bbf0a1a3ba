/**
 * What each function has a file for: its size, its description, its rights, its alarms. A function's file is the only place
 * that says what the function may do; docs/permissions.md is generated from the template that results.
 */
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from '../../src/contract/environment.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import type { StageMetrics } from '../operations/stage-metrics.ts';
import type { StageStorage } from '../storage/stage-storage.ts';
import type { BrokerFunction, FunctionProperties } from './function.ts';

/** The functions of a stage. It has token-authorizer with `mcpProxies`, and deployment-check with canaries. */
export type Functions = Readonly<
  Record<Exclude<FunctionName, 'token-authorizer' | 'deployment-check'>, BrokerFunction> &
    Partial<Record<FunctionName, BrokerFunction>>
>;

/** What a right can be about. */
export interface RightsContext extends StageStorage {
  readonly functions: Functions;
}

/** What the metrics of alarms are found by. */
export interface AlarmContext {
  readonly metrics: StageMetrics;
  /** Name of the group that contains the schedules of token-refresh. */
  readonly scheduleGroup: string;
}

export interface FunctionDefinition extends FunctionProperties {
  /** Grants the function's role its rights. The role also may write the function's own log group. */
  grantRights(role: Role, context: RightsContext): void;
  alarms(own: BrokerFunction, context: AlarmContext): AlarmDefinition[];
  /**
   * Ids of the alarms at which CodeDeploy rolls new code back. They are alarms that new code can cause within five minutes,
   * and that no provider can cause.
   * @default none
   */
  readonly deploymentAlarms?: readonly string[];
}
