import { storedServerAddresses } from '../activity/addresses.ts';
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';

/**
 * Deletes what the workspace stored for the server. Processes that read it before use it for up to five seconds. Throws `server_changed`, `too_many_requests`,
 * `forbidden`, `not_found` or `temporarily_unavailable`.
 */
export async function deleteMcpServer(
  ports: Pick<Ports, 'serverRecords' | 'activity' | 'events' | 'clock' | 'random' | 'log'> & QuotaPorts,
  { caller, workspaceId, serverId }: { caller: Caller; workspaceId: string; serverId: string },
): Promise<void> {
  requireRole(caller, workspaceId, 'admin');
  await countEnding(ports, caller);
  const before = await ports.serverRecords.read({ workspaceId, serverId });
  if (!before) return;
  const what = {
    ...{ type: 'mcp_server_deleted' as const, workspaceId, caller, server: serverId },
    provider: before.registration?.provider,
    connectionId: before.connectionId,
    addressesBefore: storedServerAddresses(before),
  };
  await recordedChange(ports, what, async () => {
    const isDeleted = await ports.serverRecords.delete(
      { workspaceId, serverId },
      { uid: { is: before.uid } },
    );
    if (!isDeleted) throw new Problem('server_changed');
  });
}
