/**
 * Disconnects all connections of a workspace, and deletes its servers with what was seen of their tools, its own apps and the names of its people. It first writes the deletion mark, so
 * that no consent can complete and nothing can be put afterwards.
 */

import { is, PERSONAL_WORKSPACE_ID } from '../../contract/identifiers.ts';
import type { ConnectionStatus } from '../../contract/statuses.ts';
import { storedServerAddresses } from '../activity/addresses.ts';
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import type { HolderPorts } from '../apps/held-clients.ts';
import { type Caller, requireRole } from '../caller.ts';
import { LIMITS } from '../limits.ts';
import { forgetPeople } from '../names/forget-person.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { forgetTools } from '../tools/forget-tools.ts';
import { beginDisconnect } from './end-connection.ts';
import { deleteOwnApps, markOwnApps } from './end-own-apps.ts';

/** The ports that ending all that lives uses. */
export type EndLivePorts = Pick<Ports, 'connections' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

type DeleteWorkspacePorts = Pick<
  Ports,
  | 'catalogue'
  | 'connections'
  | 'workspaceMarks'
  | 'apps'
  | 'serverRecords'
  | 'seenTools'
  | 'people'
  | 'reads'
  | 'activity'
  | 'events'
  | 'clock'
  | 'random'
  | 'log'
> &
  HolderPorts &
  QuotaPorts;

const ENDED: readonly ConnectionStatus[] = ['disconnecting', 'disconnected'];

/**
 * No connection is usable when this returns, and no server is left. token-refresh revokes and deletes tokens later, with
 * receipts in the activity. The own apps are deleted at once if no revocation needs them, else by the table after two
 * days. A repeated call finishes what an earlier call left. Throws `forbidden`, `not_found`, `too_many_requests` or
 * `temporarily_unavailable`.
 */
export async function deleteWorkspace(
  ports: DeleteWorkspacePorts,
  input: { caller: Caller; workspaceId: string },
): Promise<void> {
  requireRole(input.caller, input.workspaceId, 'admin');
  await countEnding(ports, input.caller);
  const { workspaceId } = input;
  const actor = input.caller.subject;
  const isFirst = await markDeleted(ports, workspaceId);
  const ended = await endLive(ports, { workspaceId, actor });
  // A consent that stores from here on sees the mark of its app.
  await markOwnApps(ports, input);
  const late = await endLive(ports, { workspaceId, actor });
  // A deletion of what is deleted leaves no trace, however often it is asked for.
  if (isFirst || ended.live + late.live > 0)
    await recordActivity(ports, workspaceId, { type: 'workspace_deleted', actor });
  await deleteServers(ports, input);
  await forgetTools(ports, workspaceId);
  await forgetPeople(ports, workspaceId);
  if (late.isAllDisconnected) await deleteOwnApps(ports, workspaceId);
}

/**
 * Returns whether it is the first mark. That of a personal workspace is renewed at each deletion, and ends when no consent of before
 * can complete any more.
 */
async function markDeleted(ports: DeleteWorkspacePorts, workspaceId: string): Promise<boolean> {
  const deletedAt = ports.clock.now();
  const writeId = newId(ports);
  if (is(PERSONAL_WORKSPACE_ID, workspaceId)) {
    // The mark of a person whom an operator ended stays (src/broker/disconnect/end-person.ts).
    const before = await ports.workspaceMarks.read({ workspaceId });
    const ended = before?.endedAt;
    const forgetAt = ended === undefined ? deletedAt + LIMITS.consentSession : LIMITS.latestTime;
    const expect = { endedAt: ended === undefined ? ({ absent: true } as const) : { is: ended } };
    const isMarked = await ports.workspaceMarks.change(
      { workspaceId },
      { expect, set: { deletedAt }, writeId, forgetAt },
    );
    return isMarked && before === undefined;
  }
  const expect = { deletedAt: { absent: true } } as const;
  return ports.workspaceMarks.change({ workspaceId }, { expect, set: { deletedAt }, writeId });
}

/** Ends all that lives. The connections come first: nothing that fails later may leave one usable. */
export async function endLive(
  ports: EndLivePorts,
  { workspaceId, actor }: { workspaceId: string; actor: string },
): Promise<{ live: number; isAllDisconnected: boolean }> {
  const connections = await ports.connections.list(workspaceId);
  const live = connections.filter(({ record }) => !ENDED.includes(record.status));
  await Promise.all(live.map(({ key }) => beginDisconnect(ports, { key, actor })));
  const isAllDisconnected = connections.every(({ record }) => record.status === 'disconnected');
  return { live: live.length, isAllDisconnected };
}

/** Every server that the workspace has registered, each with a record of its own. */
async function deleteServers(
  ports: DeleteWorkspacePorts,
  { caller, workspaceId }: { caller: Caller; workspaceId: string },
): Promise<void> {
  const servers = await ports.reads.servers(workspaceId);
  await Promise.all(
    servers.map(({ key: { serverId }, record }) => {
      const what = { type: 'mcp_server_deleted' as const, workspaceId, caller, server: serverId };
      const { connectionId, registration } = record;
      const addressesBefore = storedServerAddresses(record);
      const before = { connectionId, provider: registration?.provider, addressesBefore };
      return recordedChange(ports, { ...what, ...before }, () =>
        ports.serverRecords.delete({ workspaceId, serverId }, {}),
      );
    }),
  );
}
