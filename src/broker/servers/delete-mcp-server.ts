import { storedServerAddresses } from '../activity/addresses.ts';
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { type ForgetPorts, forgetClients } from '../remote/forget-client.ts';
import { remoteProviderId } from '../remote/remote-record.ts';

type DeleteServerPorts = Pick<
  Ports,
  'serverRecords' | 'seenTools' | 'activity' | 'events' | 'clock' | 'random' | 'log'
> &
  QuotaPorts &
  ForgetPorts;

/**
 * Deletes what the workspace stored for the server, and what was seen of its tools. Processes that read it before use it for up to five seconds. Throws `server_changed`, `server_in_use`, `too_many_requests`,
 * `forbidden`, `not_found` or `temporarily_unavailable`.
 */
export async function deleteMcpServer(
  ports: DeleteServerPorts,
  { caller, workspaceId, serverId }: { caller: Caller; workspaceId: string; serverId: string },
): Promise<void> {
  requireRole(caller, workspaceId, 'admin');
  await countEnding(ports, caller);
  const before = await ports.serverRecords.read({ workspaceId, serverId });
  if (!before) return;
  if (before.remote)
    await forgetRemote(ports, caller.subject, { workspaceId, provider: remoteProviderId(serverId) });
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
    await ports.seenTools.delete({ workspaceId, serverId }, {});
  });
}

/** The connections of a remote server are for nothing else, so they are disconnected first. Throws `server_in_use`. */
async function forgetRemote(
  ports: DeleteServerPorts,
  actor: string,
  { workspaceId, provider }: { workspaceId: string; provider: string },
): Promise<void> {
  const versions = await ports.reads.oauthApps(workspaceId, provider);
  await forgetClients(ports, { workspaceId, provider, actor }, versions).catch((error: unknown) => {
    const isInUse = error instanceof Problem && error.code === 'oauth_app_in_use';
    throw isInUse ? new Problem('server_in_use', { ...error.details, cause: error }) : error;
  });
}
