/** What an operator invokes rotate-data-key with, and its answers. */
import * as z from 'zod';

const Count = z.int().min(0);

/** Where a sweep of the whole table stands. The function keeps nothing between two invocations. */
export const SweepCursor = z.strictObject({
  after: z.strictObject({ pk: z.string().min(1), sk: z.string().min(1) }),
  startedAt: z.int(),
  /** The current key's version when it began. */
  version: z.int().min(1),
  seen: Count,
  old: Count,
  unopened: Count,
});
export type SweepCursor = z.infer<typeof SweepCursor>;

/**
 * - `begin`: a new key becomes current. - `reseal`: what lies under older keys is sealed anew. - `retire`: the same, and the
 * older keys go if nothing was found. - `check`: everything is opened, and nothing is written.
 */
export const RotationRequest = z.discriminatedUnion('kind', [
  z.strictObject({ version: z.literal('1'), kind: z.literal('begin') }),
  z.strictObject({
    version: z.literal('1'),
    kind: z.enum(['reseal', 'retire', 'check']),
    /** Of the answer before; absent: from the beginning. */
    cursor: SweepCursor.optional(),
  }),
]);
export type RotationRequest = z.infer<typeof RotationRequest>;

export interface Begun {
  /** Of the current key. */
  version: number;
  /** False: the newest key is so young that it serves. */
  isNew: boolean;
}

export interface SweepReport {
  /** Present: there is more, go on from here. */
  cursor?: SweepCursor;
  version: number;
  /** Envelopes that were looked at. */
  seen: number;
  /** … and were sealed under an older key. */
  old: number;
  /** … and did not open, or are of no known form. They are named in the log, and left as they are. */
  unopened: number;
  /** After the last page of a `retire`. */
  retired?: { keys: number[] } | { refused: 'too_early' | 'in_use' | 'escrow_not_empty' | 'key_changed' };
}
