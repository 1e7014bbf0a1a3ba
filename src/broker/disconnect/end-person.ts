/**
 * Ends a person's personal workspace for good, as an operator decides: the person has left, and the issuer may give the name to
 * somebody else (T223). The caller is judged by IAM, and by nothing here.
 */
import { recordActivity } from '../activity/record-activity.ts';
import { personalWorkspaceId } from '../callers/personal-workspace.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import { OPERATOR } from '../operator.ts';
import type { Person } from '../person.ts';
import type { Ports } from '../ports.ts';
import { forgetTools } from '../tools/forget-tools.ts';
import { type EndLivePorts, endLive } from './delete-workspace.ts';

type EndPersonPorts = EndLivePorts & Pick<Ports, 'workspaceMarks' | 'seenTools'>;

/**
 * When it resolves, no connection of the person's own is usable, no consent of before can complete, and a token that was issued before
 * begins none. token-tick revokes and deletes the tokens, with receipts. A repeated call finishes what an earlier one left. Resolves
 * with how many connections it ended.
 */
export async function endPerson(ports: EndPersonPorts, person: Person): Promise<number> {
  const workspaceId = personalWorkspaceId(person);
  const endedAt = ports.clock.now();
  const set = { deletedAt: endedAt, endedAt };
  // A deletion by the person may have given the mark an end.
  const forgetAt = LIMITS.latestTime;
  await ports.workspaceMarks.change({ workspaceId }, { expect: {}, set, writeId: newId(ports), forgetAt });
  const first = await endLive(ports, { workspaceId, actor: OPERATOR });
  const late = await endLive(ports, { workspaceId, actor: OPERATOR });
  await forgetTools(ports, workspaceId);
  await recordActivity(ports, workspaceId, { type: 'workspace_deleted', actor: OPERATOR });
  return first.live + late.live;
}
