/**
 * Disconnects all connections of a workspace. It first writes the deletion mark, so that no consent can complete
 * afterwards.
 */

import { recordActivity } from '../activity/record-activity.ts';
import { type Caller, requireRole } from '../caller.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { beginDisconnect } from './end-connection.ts';

type DeleteWorkspacePorts = Pick<
  Ports,
  'connections' | 'workspaceMarks' | 'activity' | 'events' | 'clock' | 'random' | 'log'
>;

/**
 * No connection is usable when this returns; token-refresh revokes and deletes later, with receipts in the activity.
 * Throws `forbidden`, `not_found` or `temporarily_unavailable`.
 */
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
  await Promise.all(connections.map(({ key }) => beginDisconnect(ports, { key, actor })));
  await recordActivity(ports, workspaceId, { type: 'workspace_deleted', actor });
}
