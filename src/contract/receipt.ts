/** What a disconnect did, and what is left for a person to do. */
import * as z from 'zod';

export const RevocationOutcome = z.enum([
  /** The provider confirmed that the token no longer works. */
  'revoked',
  /** The provider was asked and did not object, but its answer proves nothing; remove the access by hand too. */
  'unconfirmed',
  /** Not answered yet; token-refresh retries until `retryUntil`. */
  'pending',
  /** The provider has no revocation endpoint: remove the access by hand at `byHandAt`. */
  'not_supported',
  /** The provider could not be reached or refused until the time limit; remove the access by hand. */
  'failed',
  /** Revoking would have ended another live connection that shares the grant. */
  'left_shared_grant',
  /** There was no token to revoke. */
  'nothing_to_revoke',
]);
export type RevocationOutcome = z.infer<typeof RevocationOutcome>;

/** Times are RFC 3339. */
export const DisconnectReceipt = z.object({
  requestedAt: z.iso.datetime(),
  requestedBy: z.string(),
  revocation: z.object({
    outcome: RevocationOutcome,
    /** Host that was asked. */
    at: z.string().optional(),
    /** What a revocation there ends: this token, the whole grant, or every grant of the app. */
    reach: z.enum(['token', 'grant', 'app']).optional(),
    /** Page where a person withdraws the app's access by hand. */
    byHandAt: z.string().optional(),
    retryUntil: z.iso.datetime().optional(),
  }),
  /** When the sealed tokens were deleted from the table; absent while the revocation is pending. */
  tokensDeletedAt: z.iso.datetime().optional(),
});
export type DisconnectReceipt = z.infer<typeof DisconnectReceipt>;
