/** The states of a connection and the reasons beside them. `resources/meanings.ts` says what each value means. */
import * as z from 'zod';

export const ConnectionStatus = z.enum([
  'active',
  'choice_needed',
  'refresh_failing',
  'reauthorization_required',
  'disconnecting',
  'disconnected',
]);
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

export const StatusReason = z.enum([
  'grant_revoked',
  'refresh_lost',
  'expired_without_refresh_token',
  'restored',
  'provider_unavailable',
  'provider_throttled',
  'app_misconfigured',
  'client_lost',
  'issuer_changed',
]);
export type StatusReason = z.infer<typeof StatusReason>;

/** A token may be injected in these states only. */
export const USABLE = ['active', 'refresh_failing'] as const satisfies readonly ConnectionStatus[];

/** A connection is refreshed in these states only. */
export const REFRESHABLE = [...USABLE, 'choice_needed'] as const satisfies readonly ConnectionStatus[];
