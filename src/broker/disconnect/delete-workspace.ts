/**
 * Disconnects all connections of a workspace. It first writes the deletion mark, so that no consent can complete
 * afterwards.
 */

import type { ConnectionStatus } from '../../contract/statuses.ts';
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Caller, requireRole } from '../caller.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { beginDisconnect } from './end-connection.ts';

type DeleteWorkspacePorts = Pick<
  Ports,
  'connections' | 'workspaceMarks' | 'activity' | 'events' | 'clock' | 'random' | 'log'
> &
  QuotaPorts;

const ENDED: readonly ConnectionStatus[] = ['disconnecting', 'disconnected'];

/**
 * No connection is usable when this returns; token-refresh revokes and deletes later, with receipts in the activity.
 * Throws `forbidden`, `not_found`, `too_many_requests` or `temporarily_unavailable`.
 */
export async function deleteWorkspace(
  ports: DeleteWorkspacePorts,
  input: { caller: Caller; workspaceId: string },
): Promise<void> {
  requireRole(input.caller, input.workspaceId, 'admin');
  await countEnding(ports, input.caller);
  const { workspaceId } = input;
  const actor = input.caller.subject;
  const isFirst = await ports.workspaceMarks.change(
    { workspaceId },
    { expect: { deletedAt: { absent: true } }, set: { deletedAt: ports.clock.now() }, writeId: newId(ports) },
  );
  const connections = await ports.connections.list(workspaceId);
  const live = connections.filter(({ record }) => !ENDED.includes(record.status));
  // A deletion of what is deleted leaves no trace, however often it is asked for.
  if (!isFirst && live.length === 0) return;
  await Promise.all(live.map(({ key }) => beginDisconnect(ports, { key, actor })));
  await recordActivity(ports, workspaceId, { type: 'workspace_deleted', actor });
}
