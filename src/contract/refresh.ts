/** What token-tick is invoked with every minute, and token-refresh on demand for one connection. */
import * as z from 'zod';
import type { RefreshOutcome, RevocationOutcome, TickOutcome } from './outcomes.ts';
import { ConnectionId, StoredWorkspace } from './resources/identifier-schemas.ts';
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

/** What the scheduler sends to token-tick. */
export const TickRequest = z.strictObject({
  version: z.literal('1'),
  kind: z.literal('tick'),
  /** One of several invocations of the same minute; absent: the only one. */
  share: Share.optional(),
});
export type TickRequest = z.infer<typeof TickRequest>;

/** What token-refresh is invoked with. */
export const RefreshRequest = z.strictObject({
  version: z.literal('1'),
  kind: z.literal('connection'),
  workspaceId: StoredWorkspace,
  connectionId: ConnectionId,
  /** Refresh only if the stored generation is still this one. */
  generation: z.int().min(0),
  /** The provider answered 401 to this generation. Without a refresh token its account endpoint is asked. */
  rejected: z.literal(true).optional(),
});
export type RefreshRequest = z.infer<typeof RefreshRequest>;

/**
 * What token-refresh is invoked with for a disconnect whose provider ends nothing without a live access token, where that of
 * the connection has run out.
 */
export const RevocationRequest = z.strictObject({
  version: z.literal('1'),
  kind: z.literal('revocation'),
  workspaceId: StoredWorkspace,
  connectionId: ConnectionId,
  /** The epoch that the disconnect raised. A connection of another epoch is left alone. */
  epoch: z.int().min(1),
});
export type RevocationRequest = z.infer<typeof RevocationRequest>;

export interface ConnectionRefreshReport {
  outcome: RefreshOutcome;
  /** Milliseconds since the epoch; present with `not_yet`, `paused` and `failing`. */
  retryAt?: number;
}

/** The outcome of a disconnect so far; `moved`: nothing of that epoch is to be revoked any more. */
export interface ConnectionRevocationReport {
  outcome: RevocationOutcome | 'moved';
}

export interface TickReport {
  /** Items that the index named; those that wait for a later tick may not all be among them. */
  due: number;
  outcomes: Partial<Record<TickOutcome, number>>;
  /** Copies in the escrow that became current. */
  reconciled: number;
  /** Disconnects whose pending revocation was worked on. */
  revocations: number;
  /**
   * Age of the oldest due item when the tick began, in milliseconds. Items of a workspace's own apps do not count where one of its
   * apps rests, or where the workspace had its whole share of the tick.
   */
  oldestOverdueMs: number;
  /** Due items left for the next tick, because time ran out. The same items do not count. */
  left: boolean;
}
