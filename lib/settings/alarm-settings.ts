/** The thresholds of the alarms. docs/runbook.md explains each alarm; counts are per five minutes where nothing else is said. */

export interface AlarmSettings {
  /** Grants of verified apps that end in a quarter of an hour. @default 20 */
  readonly deadGrants?: number;
  /** Of how many percent of the refreshes with verified apps they must be the outcome. @default 5 */
  readonly deadGrantsPercent?: number;
  /** In how many workspaces. 1 suits a stage with a single workspace. @default 3 */
  readonly deadGrantsWorkspaces?: number;
  /** Workspaces in which a provider's redirect names another issuer within an hour. @default 3 */
  readonly refusedIssuerWorkspaces?: number;
  /** Seconds by which the oldest due connection is late, for three minutes. @default 300 */
  readonly refreshLagSeconds?: number;
  /** Due connections that meet a fault of Connections or AWS. @default 5 */
  readonly dueItemErrors?: number;
  /** Events that cannot be put on the bus. @default 3 */
  readonly eventsNotSent?: number;
  /** Unanswered requests to the escrow. @default 3 */
  readonly escrowUnknown?: number;
  /** Data keys that KMS does not decrypt. @default 3 */
  readonly vaultKeyFailures?: number;
  /** Failed invocations of any function but token-injector. @default 3 */
  readonly functionErrors?: number;
  /** Failed invocations of token-injector. @default 1 */
  readonly injectorErrors?: number;
  /** Milliseconds from which an injection is slow. @default 5000 */
  readonly slowMilliseconds?: number;
  /** Percent of slow injections, for a quarter of an hour. @default 1 */
  readonly slowPercent?: number;
  /** Percent of injections that are unavailable, for ten minutes. @default 10 */
  readonly unavailablePercent?: number;
  /**
   * The objective: percent of the injections in 30 days that give a token, of those that a tenant does not prevent.
   * @default 99.9
   */
  readonly objectivePercent?: number;
  /** Invocations that Lambda refuses, of any function but oauth-callback. @default 1 */
  readonly throttles?: number;
  /** The same of oauth-callback, which is throttled by design. @default 100 */
  readonly callbackThrottles?: number;
  /** Invocations of oauth-callback. @default 3000 */
  readonly callbackInvocations?: number;
  /** Percent of the API's answers that are 5xx, from five answers. @default 1 */
  readonly apiFailingPercent?: number;
  /** Requests that API Gateway refuses before a function sees them. @default 1000 */
  readonly apiRefused?: number;
  /** Of how many percent of all requests they must be. @default 20 */
  readonly apiRefusedPercent?: number;
  /** Reads and writes that DynamoDB refuses for the whole table or for the due index. @default 10 */
  readonly tableThrottles?: number;
  /** Lambda's quota of concurrent executions of the account in the Region; a new account often has 10. @default 1000 */
  readonly concurrencyQuota?: number;
  /** Percent of this quota that is in use or reserved. @default 80 */
  readonly concurrencyPercent?: number;
}

export type AlarmThresholds = Required<AlarmSettings>;

export const DEFAULT_ALARMS: AlarmThresholds = {
  deadGrants: 20,
  deadGrantsPercent: 5,
  deadGrantsWorkspaces: 3,
  refusedIssuerWorkspaces: 3,
  refreshLagSeconds: 300,
  dueItemErrors: 5,
  eventsNotSent: 3,
  escrowUnknown: 3,
  vaultKeyFailures: 3,
  functionErrors: 3,
  injectorErrors: 1,
  slowMilliseconds: 5_000,
  slowPercent: 1,
  unavailablePercent: 10,
  objectivePercent: 99.9,
  throttles: 1,
  callbackThrottles: 100,
  // Ten a second; its route lets 200 a second through.
  callbackInvocations: 3_000,
  apiFailingPercent: 1,
  apiRefused: 1_000,
  apiRefusedPercent: 20,
  tableThrottles: 10,
  concurrencyQuota: 1_000,
  concurrencyPercent: 80,
};

/** The thresholds of a stage: what it sets, else the defaults. */
export function thresholdsOf({ alarms = {} }: { alarms?: AlarmSettings }): AlarmThresholds {
  return { ...DEFAULT_ALARMS, ...alarms };
}
