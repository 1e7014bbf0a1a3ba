/** Disconnects everything of a workspace. The marker comes first, so that no consent can slip in behind it. */

import { recordActivity } from '../activity/record-activity.ts';
import { type Caller, requireRole } from '../caller.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { makeInert } from './end-connection.ts';

type DeleteWorkspacePorts = Pick<
  Ports,
  'connections' | 'workspaceMarks' | 'activity' | 'events' | 'clock' | 'random' | 'log'
>;

/** Everything is inert when this returns; token-refresh revokes and deletes, and the receipts follow in the activity. */
export async function deleteWorkspace(
  ports: DeleteWorkspacePorts,
  input: { caller: Caller; workspaceId: string },
): Promise<void> {
  requireRole(input.caller, input.workspaceId, 'admin');
  const { workspaceId } = input;
  const actor = input.caller.subject;
  await ports.workspaceMarks.change(
    { workspaceId },
    { expect: { deletedAt: { absent: true } }, set: { deletedAt: ports.clock.now() }, writeId: newId(ports) },
  );
  const connections = await ports.connections.list(workspaceId);
  await Promise.all(connections.map(({ key }) => makeInert(ports, { key, actor })));
  await recordActivity(ports, workspaceId, { type: 'workspace_deleted', actor });
}
