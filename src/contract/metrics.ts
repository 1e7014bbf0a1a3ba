/**
 * What the functions measure and the alarms watch, under names that both take from here. CloudWatch reads the metrics out
 * of log lines (embedded metric format). Dimensions name no workspace, no connection and no person: each combination of
 * values is a metric of its own, kept for 15 months and paid for.
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
  /** Refreshes by a tick and on demand, by what came of them. */
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
  IssuersRefused: 'Count',
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
  /** A person who is signed in can bring it about with their own consent, and nobody else. */
  issuer_refused: 'IssuersRefused',
  vault_key_failed: 'VaultKeyFailures',
  issuer_keys_stale: 'IssuerKeyFailures',
  issuer_keys_missing: 'IssuerKeyFailures',
  activity_not_recorded: 'ActivityNotRecorded',
  event_not_published: 'EventsNotPublished',
} as const satisfies Partial<Record<LogEvent, MetricName>>;

/** The dimensions that there are; no others can be written. */
export interface MetricSource {
  stage: string;
  function: string;
}

/**
 * Ends of a request for a token, by who has to act. CloudWatch counts them out of log lines that exist anyway
 * (lib/operations/injection-metrics.ts), so that a call writes nothing more for it.
 */
export const INJECTION_CLASSES = ['injected', 'person_needed', 'refused', 'unavailable'] as const;
export type InjectionClass = (typeof INJECTION_CLASSES)[number];

/** Of the event `injection` of the log, by its `outcome`. */
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
