/** The rotation escrow. */
import { DAY, SECOND } from '../../contract/durations.ts';

export const ESCROW_LIMITS = {
  /** Looks for a settled copy that its settler has not deleted yet, before it counts as put back. */
  replayLooks: 5,
  /** Settled attempts that a connection remembers. One connection never had more copies in the escrow. */
  settledAttempts: 16,
  /** Copies in the escrow that one tick lists, about 100 bytes each in memory. */
  escrowPaths: 100_000,
  /** Connections whose copies one tick settles at once … */
  escrowConcurrency: 16,
  /** … and of one workspace: a provider of its own that does not answer leaves room for others. */
  escrowOfWorkspace: 4,
  /** Revocation of an outdated copy in the escrow is retried for this long; then the copy is deleted in any case. */
  escrowLife: DAY,
  /** Pause before an unreachable escrow is read again for a lost answer. */
  escrowUnknown: 5 * SECOND,
  /** The table is tried until this long before the deadline or the lease's end; the rest is for the escrow. */
  escrowReserve: 5 * SECOND,
  /** Copies in one listing: one page of S3's ListObjectsV2. */
  escrowListing: 1_000,
} as const;
