/** What token-refresh is invoked with: by the scheduler every minute, or on demand for one connection. */
import * as z from 'zod';
import { ConnectionId, WorkspaceId } from './identifiers.ts';
import { DUE_SHARDS_READ } from './table.ts';

/** Which part of the due shards an invocation works on: those whose number leaves `index` when divided by `of`. */
export const Share = z
  .strictObject({
    index: z
      .int()
      .min(0)
      .max(DUE_SHARDS_READ - 1),
    of: z.int().min(1).max(DUE_SHARDS_READ),
  })
  .refine(({ index, of }) => index < of, 'the index is below the number of shares');
export type Share = z.infer<typeof Share>;

export const RefreshRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    version: z.literal('1'),
    kind: z.literal('tick'),
    /** One of several invocations of the same minute; absent: the only one. */
    share: Share.optional(),
  }),
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
 * - `paused`: the app's provider is not asked until `retryAt`, because of what other connections met.
 * - `alive`: there is nothing to refresh with, and the provider still takes the token. - `dead`: the grant ended. - `not_refreshable`: nothing to refresh with, or the connection is not usable.
 */
export type RefreshOutcome =
  | 'refreshed'
  | 'moved'
  | 'busy'
  | 'not_yet'
  | 'paused'
  | 'failing'
  | 'alive'
  | 'dead'
  | 'not_refreshable';

export interface ConnectionRefreshReport {
  outcome: RefreshOutcome;
  /** Milliseconds since the epoch; present with `not_yet`, `paused` and `failing`. */
  retryAt?: number;
}

/** `kept_alive_later`: an idle connection whose next refresh was put off. `warned`: somebody was told of its end. */
export type TickOutcome = RefreshOutcome | 'kept_alive_later' | 'warned' | 'error';

export interface TickReport {
  /** Items that the index named; those that wait for a later tick may not all be among them. */
  due: number;
  outcomes: Partial<Record<TickOutcome, number>>;
  /** Copies in the escrow that became current. */
  reconciled: number;
  /** Disconnects whose pending revocation was worked on. */
  revocations: number;
  /** Age of the oldest due item when the tick began, in milliseconds. */
  oldestOverdueMs: number;
  /** Due items left for the next tick, because time ran out. */
  left: boolean;
}
