/** Requests to AWS. */
import { SECOND } from '../../contract/durations.ts';

export const AWS_LIMITS = {
  /** Pauses between tries to invoke a new version, while IAM propagates the right to invoke it. */
  newRightPauses: [2 * SECOND, 4 * SECOND],
  /** How long an SDK client waits for a connection, and for silence in an answer. In a Region both take about 10 ms. */
  tableTimeouts: { connect: SECOND, silence: 3 * SECOND },
  busTimeouts: { connect: 500, silence: SECOND },
  /** Longer than a refresh on demand, whose provider may take `providerDeadline`. */
  refresherTimeouts: { connect: SECOND, answer: 12 * SECOND },
  /** How long a starting process waits for its data key. */
  warmKey: 2 * SECOND,
} as const;
