/** The states of a connection and the reasons beside them. `resources/meanings.ts` says what each value means. */

export const CONNECTION_STATUSES = [
  'active',
  'choice_needed',
  'refresh_failing',
  'reauthorization_required',
  'disconnecting',
  'disconnected',
] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export const STATUS_REASONS = [
  'grant_revoked',
  'refresh_lost',
  'expired_without_refresh_token',
  'restored',
  'provider_unavailable',
  'provider_throttled',
  'app_misconfigured',
  'client_lost',
  'issuer_changed',
] as const;
export type StatusReason = (typeof STATUS_REASONS)[number];

/** A token may be injected in these states only. */
export const USABLE = ['active', 'refresh_failing'] as const satisfies readonly ConnectionStatus[];

/** A connection is refreshed in these states only. */
export const REFRESHABLE = [...USABLE, 'choice_needed'] as const satisfies readonly ConnectionStatus[];
