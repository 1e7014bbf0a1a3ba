/** Revokes a whole grant only if it is known that no other connection lives on it, or is about to. */
import { SECOND } from '../../contract/durations.ts';
import type { RevocationOutcome } from '../../contract/outcomes.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { LIMITS } from '../limits.ts';
import type { Deadline, Ports } from '../ports.ts';
import { clientKeyOf, type MarkPorts, makeMark, removeMark } from './grant-marks.ts';
import { type HeldTokens, useOfGrant } from './shared-grant.ts';

/** What came of a revocation, and the Retry-After of a pending one in seconds. */
export interface Sent {
  outcome: RevocationOutcome;
  retryAfter?: number | undefined;
}

/**
 * Runs `revoke` if the held tokens are alone on their grant; `left_shared_grant` and `pending` say that it was not run. The mark
 * of the revocation is written before anybody is looked for, so that a consent which begins later knows that its tokens may be
 * dead (`src/broker/connect/consent-mark.ts`). `revoke` sends nothing after `until`. Rejects if the table fails.
 */
export async function ifAloneOnGrant(
  ports: MarkPorts & Pick<Ports, 'connections'>,
  { app, held }: { app: PinnedApp; held: HeldTokens },
  revoke: (until: Deadline) => Promise<Sent>,
): Promise<Sent> {
  const { accountKey } = held;
  // Without the account it is unknown which other tokens use the grant.
  if (!accountKey) return { outcome: 'left_shared_grant' };
  const clientKey = clientKeyOf(app);
  const until = ports.clock.now() + LIMITS.grantRevocation;
  const mark = await makeMark(ports, { clientKey, kind: 'revocation' }, { until, grant: accountKey });
  let mayStillArrive = false;
  try {
    const use = await useOfGrant(ports, clientKey, { ...held, accountKey });
    if (use === 'shared') return { outcome: 'left_shared_grant' };
    if (use === 'unknown') return { outcome: 'pending', retryAfter: LIMITS.consentWait / SECOND };
    mayStillArrive = true;
    const sent = await revoke(until);
    mayStillArrive = sent.outcome === 'pending';
    return sent;
  } finally {
    // A request without an answer can reach the provider late: its mark stays until it lapses.
    if (!mayStillArrive) await removeMark(ports, mark);
  }
}
