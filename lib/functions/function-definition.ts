/**
 * What the file of each function defines: its description, its size, its rights and its alarms. What the function may do is
 * written in its file; token-injector and token-authorizer share theirs in injector.ts, token-refresh and token-tick theirs in
 * token-refresh.ts. docs/permissions.md is generated from the
 * resulting template, and docs/architecture.md explains it ("Rights of each function").
 */
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from '../../src/contract/environment.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import type { StageMetrics } from '../operations/stage-metrics.ts';
import type { AlarmThresholds } from '../settings/alarm-settings.ts';
import type { StageStorage } from '../storage/stage-storage.ts';
import type { BrokerFunction, FunctionProperties } from './function.ts';

/** Functions that not every stage has: {@link FUNCTIONS} says with what they come. */
type Optional = 'token-authorizer' | 'mcp-endpoint' | 'mcp-sign-in' | 'deployment-check';

/** The functions of a stage. */
export type Functions = Readonly<
  Record<Exclude<FunctionName, Optional>, BrokerFunction> & Partial<Record<FunctionName, BrokerFunction>>
>;

/** The resources and functions to which a function can be granted rights. */
export interface RightsContext extends StageStorage {
  readonly functions: Functions;
}

/** What a function's alarms need to find their metrics. */
export interface AlarmContext {
  readonly metrics: StageMetrics;
  /** Name of the group that contains the schedules of token-tick. */
  readonly scheduleGroup: string;
  readonly thresholds: AlarmThresholds;
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
