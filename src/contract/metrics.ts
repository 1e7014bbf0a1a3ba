/**
 * What the functions measure and the alarms watch, under names that both take from here. CloudWatch reads the metrics out
 * of log lines (embedded metric format). Dimensions name no workspace, no connection, no person and no provider of a
 * workspace's own: each combination of values is a metric of its own, kept for 15 months and paid for.
 */
import type { RefusalReason } from './injection-messages.ts';
import type { LogEvent } from './log.ts';

export const METRICS_NAMESPACE = 'Connections';

/** With their units, as CloudWatch spells them. */
export const METRICS = {
  /** One for every tick that ended. */
  TickRuns: 'Count',
  /** Items that the due index named to a tick. */
  DueConnections: 'Count',
  /** Age of the oldest due item when the tick began. */
  OldestOverdue: 'Seconds',
  /** Ticks that left due items to the next one, because time ran out. */
  TicksLeftBehind: 'Count',
  /**
   * Refreshes by a tick and on demand, by what came of them: with verified apps alone, at endpoints that no tenant chose. What
   * an own app or an own provider answers is its workspace's, and the log has it.
   */
  Refreshed: 'Count',
  RefreshFailing: 'Count',
  RefreshPaused: 'Count',
  GrantsDead: 'Count',
  /** Due items that met a fault of ours. */
  DueItemErrors: 'Count',
  /** Copies in the escrow that became current. */
  EscrowReconciled: 'Count',
  /** Lines of the log that somebody must look at: {@link COUNTED_EVENTS}. */
  RotatedTokensEscrowed: 'Count',
  RotatedTokensLost: 'Count',
  UnstoredTokensLost: 'Count',
  EscrowUnknown: 'Count',
  EscrowDamaged: 'Count',
  AppsMisconfigured: 'Count',
  ProviderChanges: 'Count',
  VaultKeyFailures: 'Count',
  IssuerKeyFailures: 'Count',
  /** Requests of members that a rule or a limit refused; callers without a valid token; callers of other workspaces. */
  RequestsRefused: 'Count',
  CallersRefused: 'Count',
  ForeignCallers: 'Count',
  ActivityNotRecorded: 'Count',
  EventsNotPublished: 'Count',
} as const;
export type MetricName = keyof typeof METRICS;

/** Errors of the log, by their event names, that are counted as metrics. */
export const COUNTED_EVENTS = {
  rotated_tokens_escrowed: 'RotatedTokensEscrowed',
  rotated_tokens_lost: 'RotatedTokensLost',
  unstored_tokens_lost: 'UnstoredTokensLost',
  escrow_unknown: 'EscrowUnknown',
  escrow_damaged: 'EscrowDamaged',
  escrow_replayed: 'EscrowDamaged',
  /** Once a verified app, when its provider first refuses its credentials. */
  app_health: 'AppsMisconfigured',
  refresh_endpoint_missing: 'ProviderChanges',
  vault_key_failed: 'VaultKeyFailures',
  issuer_keys_stale: 'IssuerKeyFailures',
  issuer_keys_missing: 'IssuerKeyFailures',
  activity_not_recorded: 'ActivityNotRecorded',
  event_not_published: 'EventsNotPublished',
} as const satisfies Partial<Record<LogEvent, MetricName>>;

/** Dimensions: the stage and a function, or the stage and a provider of the catalogue. No others can be written. */
export interface MetricSource {
  stage: string;
  function: string;
}
/** What is measured by provider too, of the metrics above. Its functions are added up. */
export const METRICS_BY_PROVIDER = ['Refreshed', 'RefreshFailing', 'RefreshPaused', 'GrantsDead'] as const;

/**
 * Ends of a request for a token, by who has to act. CloudWatch counts them out of log lines that exist anyway
 * (lib/operations/injection-metrics.ts), so that a call writes nothing more for it. `tenant_unavailable`: as unavailable, but an
 * app or an endpoint of the workspace's own is the reason, and no operator can mend it.
 */
export const INJECTION_CLASSES = [
  'injected',
  'person_needed',
  'refused',
  'unavailable',
  'tenant_unavailable',
] as const;
export type InjectionClass = (typeof INJECTION_CLASSES)[number];
/** The classes of which the operator's objective for injections speaks. */
export const OBJECTIVE = { good: 'injected', bad: 'unavailable' } as const satisfies Record<
  string,
  InjectionClass
>;
/** What is counted beside the classes: slow answers, and requests of token-authorizer that it ends by an error, to get a 401. */
export const SLOW_INJECTIONS = 'slow';
export const UNAUTHORIZED = 'unauthorized';

/**
 * The class of each `outcome` of the log's event `injection`. A line with the class `unavailable` and the field `concerns` counts as
 * `tenant_unavailable`.
 */
export const INJECTION_CLASS: Record<'injected' | RefusalReason, InjectionClass> = {
  injected: 'injected',
  not_connected: 'person_needed',
  reauthorization_required: 'person_needed',
  insufficient_scope: 'person_needed',
  unknown_server: 'refused',
  tool_not_allowed: 'refused',
  tool_call_replayed: 'refused',
  host_not_allowed: 'refused',
  caller_not_authorized: 'refused',
  invalid_request: 'refused',
  temporarily_unavailable: 'unavailable',
};

/** Events that are such an end whatever their outcome. */
export const ENDS_AS: Partial<Record<LogEvent, InjectionClass>> = {
  /** Of the authorizer's form, before it comes to an injection. */
  authorization: 'refused',
  injection_failed: 'unavailable',
  unhandled: 'unavailable',
};
