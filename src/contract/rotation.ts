/** What an operator invokes rotate-data-key with, and its answers. */
import * as z from 'zod';
import { SWEEP_KINDS } from './table.ts';

/**
 * - `begin`: a new key becomes current, unless a rotation is under way. - `reseal`: what lies under older keys is sealed anew. - `retire`: the same, and the
 * older keys go if nothing was found. - `check`: everything is opened, and nothing is written but where the sweep stands.
 *
 * A sweep that an earlier invocation did not end goes on where it stands; with `anew` it begins at its first pages, and `begin`
 * makes a new key although a rotation is under way.
 */
export const RotationRequest = z.discriminatedUnion('kind', [
  z.strictObject({ version: z.literal('1'), kind: z.literal('begin'), anew: z.literal(true).optional() }),
  z.strictObject({ version: z.literal('1'), kind: z.enum(SWEEP_KINDS), anew: z.literal(true).optional() }),
]);
export type RotationRequest = z.infer<typeof RotationRequest>;
export type BeginRequest = Extract<RotationRequest, { kind: 'begin' }>;
export type SweepRequest = Exclude<RotationRequest, BeginRequest>;

export interface Begun {
  /** Of the current key. */
  version: number;
  /** False: the newest key is so young that it serves, or the rotation to it goes on. */
  isNew: boolean;
}

/** Why no key was removed. `restored`: rows come or came back out of a restored table since the sweep began. */
export type Unretired = 'too_early' | 'in_use' | 'escrow_not_empty' | 'restored';

export interface SweepReport {
  /** Of the current key. */
  version: number;
  /** When the sweep began, in milliseconds since the epoch; maybe in an earlier invocation. */
  startedAt: number;
  /** Whether the sweep is at its end. If not, the same request goes on from here. */
  isComplete: boolean;
  /** Pages of the table that were read since it began, and of those by this invocation. */
  pages: number;
  pagesNow: number;
  /** Envelopes that were looked at. */
  seen: number;
  /** … and were sealed under an older key. */
  old: number;
  /** … and did not open, or are of no known form. They are named in the log, and left as they are. */
  unopened: number;
  /** At the end of a `retire`, or when it may not begin. */
  retired?: { keys: number[] } | { refused: Unretired };
}
