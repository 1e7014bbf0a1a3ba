/** The states of a connection and the reasons beside them (design section 3). */
import * as z from 'zod';

export const ConnectionStatus = z.enum([
  /** Usable. */
  'active',
  /** Usable while its access token lasts; the last refresh met a transient fault and is retried. */
  'refresh_failing',
  /** The grant is dead; a person must connect again. */
  'reauthorization_required',
  /** Inert; revocation at the provider is pending. */
  'disconnecting',
  /** A tombstone. Holds the receipt, no token. */
  'disconnected',
]);
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

export const StatusReason = z.enum([
  /** The provider's `invalid_grant` for the current token. */
  'grant_revoked',
  /** As above, after an answer of the provider was lost: the rotated token was never received. */
  'refresh_lost',
  /** The provider never issued a refresh token and the access token has expired. */
  'expired_without_refresh_token',
  /** It came back from a backup, and what happened since is not known. */
  'restored',
  'provider_unavailable',
  'provider_throttled',
  /** The provider refuses the app's own credentials; no connection dies of it. */
  'app_misconfigured',
]);
export type StatusReason = z.infer<typeof StatusReason>;

/** The only states in which a token may be injected or refreshed. */
export const USABLE = ['active', 'refresh_failing'] as const satisfies readonly ConnectionStatus[];
