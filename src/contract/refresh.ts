/** What token-refresh is invoked with: by the scheduler every minute, or on demand for one connection. */
import * as z from 'zod';
import { ConnectionId, WorkspaceId } from './identifiers.ts';

export const RefreshRequest = z.discriminatedUnion('kind', [
  z.strictObject({ version: z.literal('1'), kind: z.literal('tick') }),
  z.strictObject({
    version: z.literal('1'),
    kind: z.literal('connection'),
    workspaceId: WorkspaceId,
    connectionId: ConnectionId,
    /** Refresh only if the stored generation is still this one. */
    generation: z.int().min(0),
    /** The provider answered 401 to this generation. Without a refresh token its account endpoint is asked. */
    rejected: z.literal(true).optional(),
  }),
]);
export type RefreshRequest = z.infer<typeof RefreshRequest>;

/**
 * - `refreshed`: new tokens are stored. - `moved`: somebody else stored a newer generation. - `busy`: another worker's
 * lease is live. - `not_yet`: an earlier failure asks to wait until `retryAt`. - `failing`: a transient fault, retried.
 * - `alive`: there is nothing to refresh with, and the provider still takes the token. - `dead`: the grant ended. - `not_refreshable`: nothing to refresh with, or the connection is not usable.
 */
export type RefreshOutcome =
  | 'refreshed'
  | 'moved'
  | 'busy'
  | 'not_yet'
  | 'failing'
  | 'alive'
  | 'dead'
  | 'not_refreshable';

export interface ConnectionRefreshReport {
  outcome: RefreshOutcome;
  /** Milliseconds since the epoch; present with `not_yet` and `failing`. */
  retryAt?: number;
}

export interface TickReport {
  due: number;
  outcomes: Partial<Record<RefreshOutcome, number>>;
  /** Disconnects whose pending revocation was worked on. */
  revocations: number;
  /** Age of the oldest due item when the tick began, in milliseconds. */
  oldestOverdueMs: number;
  /** Due items left for the next tick, because time ran out. */
  left: boolean;
}
