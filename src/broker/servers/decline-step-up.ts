/** An admin's no to the scopes that an MCP server asks for. */
import { countAct, type QuotaPorts } from '../activity/quota.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { StepUpKey } from '../stores.ts';
import { readAsked, writeAsked } from './asked-scopes.ts';

/**
 * Declines all that the server has asked for within a day: until the day is over its calls are refused without the page. If
 * nothing is asked there is nothing to decline, which is no error. Only an admin may: it ends the question for everybody. Throws
 * the problems of the role, `too_many_requests`, or `connection_changed` while other challenges are written.
 */
export async function declineStepUp(
  ports: Pick<Ports, 'stepUps' | 'random'> & QuotaPorts,
  { caller, key }: { caller: Caller; key: StepUpKey },
): Promise<void> {
  requireRole(caller, key.workspaceId, 'admin');
  await countAct(ports, { caller, workspaceId: key.workspaceId });
  for (let round = 0; round < LIMITS.stepUpRounds; round += 1) if (await declined(ports, key)) return;
  throw new Problem('connection_changed');
}

async function declined(
  ports: Pick<Ports, 'stepUps' | 'random' | 'clock'>,
  key: StepUpKey,
): Promise<boolean> {
  const row = await ports.stepUps.read(key);
  if (!row) return true;
  const now = ports.clock.now();
  const asked = readAsked(row.asked, now);
  if (asked.every(({ answer }) => answer === 'declined')) return true;
  // The day of the refusal begins now.
  const answered = asked.map((each) =>
    each.answer === 'declined' ? each : { ...each, answer: 'declined' as const, at: now },
  );
  return ports.stepUps.change(key, {
    expect: { revision: { is: row.revision } },
    set: { revision: row.revision + 1, asked: writeAsked(answered) },
    writeId: newId(ports),
    forgetAt: now + LIMITS.stepUpAge,
  });
}
