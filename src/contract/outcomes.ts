/** What comes of refreshes and of revocations. `resources/meanings.ts` says what each value means. */

/** The outcome of a revocation at the provider. */
export const REVOCATION_OUTCOMES = [
  'revoked',
  'unconfirmed',
  'pending',
  'not_supported',
  'failed',
  'left_shared_grant',
  'nothing_to_revoke',
] as const;
export type RevocationOutcome = (typeof REVOCATION_OUTCOMES)[number];

/** The outcome of one refresh of one connection. */
export const REFRESH_OUTCOMES = [
  'refreshed',
  'moved',
  'busy',
  'not_yet',
  'paused',
  'failing',
  'alive',
  'dead',
  'not_refreshable',
] as const;
export type RefreshOutcome = (typeof REFRESH_OUTCOMES)[number];

/** What came of one due item of a tick. */
export const TICK_OUTCOMES = [
  ...REFRESH_OUTCOMES,
  /** The next refresh of an idle connection was put off. */
  'kept_alive_later',
  /** The end of the grant was recorded and published. */
  'warned',
  /** A fault of this service; the next tick meets the item again. */
  'error',
] as const;
export type TickOutcome = (typeof TICK_OUTCOMES)[number];

/** What a provider says of an OAuth app that is checked. */
export const CHECK_OUTCOMES = [
  'accepted',
  'refused',
  'redirect_uri_refused',
  'unclear',
  'unreachable',
] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];
