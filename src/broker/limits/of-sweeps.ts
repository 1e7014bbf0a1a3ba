/** Data keys, and sweeps over a whole table: rotation and restore. */
import { DAY, MINUTE, SECOND } from '../../contract/durations.ts';

export const SWEEPS_LIMITS = {
  /** A process keeps plaintext data keys no longer than this, so a withdrawn right ends within it. */
  dataKeyAge: 5 * MINUTE,
  /**
   * A data key is deleted at the earliest this long after a newer key was made. By then no process takes the older key
   * for the current one (`dataKeyAge`), and no function that did so still runs.
   */
  retiredKeyWait: 10 * MINUTE,
  /** A sweep of the rotation stops this long before the function's deadline, enough for one page of each segment. */
  sweepReserve: 15 * SECOND,
  /** Segments of a sweep, which one process reads at once. Another number makes all stored cursors worthless. */
  sweepSegments: 8,
  /** Concurrent writes in one segment of a rotation. All segments together stay below the 50 sockets of the client. */
  sweepConcurrency: 4,
  /** Items of one page of a rotation's sweep. DynamoDB cuts a page at 1 MB in any case. */
  sweepPage: 250,
  /** A stored cursor is followed this long after its segment began. Then the segment begins at its first page. */
  sweepAge: DAY,
  /** A cursor may seem to be from the future by this, since the clocks of two processes differ. */
  cursorSkew: 5 * SECOND,
  /** First pause of a sweep that the table throttles; it doubles up to the cap. */
  throttledPause: 250,
  throttledPauseCap: 4 * SECOND,
  /** Rows in one segment of a restored table that are processed at once, and entries of an activity in one page. */
  restoreConcurrency: 6,
  restorePage: 100,
} as const;
