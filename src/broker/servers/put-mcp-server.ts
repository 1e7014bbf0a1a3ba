/** Stores a workspace's own MCP server, or its choices for a known one, so that a token can go to this server only. */

import { Secret } from '../../vault/secret.ts';
import { storedServerAddresses } from '../activity/addresses.ts';
import { countAct, type QuotaPorts, refuseOverQuota, withdrawOverQuota } from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { type Caller, requireRole } from '../caller.ts';
import { serverDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports, StoredServer } from '../ports.ts';
import type { ServerRecord } from '../records.ts';
import { serverPlace } from '../sealed-places.ts';
import { isWorkspaceDeleted, refuseDeletedWorkspace } from '../workspace-mark.ts';
import type { DescribedServer } from './describe-server.ts';
import { readMcpServer } from './list-mcp-servers.ts';
import { type ServerBody, type ServerOfBodyPorts, serverOfBody } from './server-of-body.ts';

type PutServerPorts = ServerOfBodyPorts &
  Pick<Ports, 'serverRecords' | 'workspaceMarks' | 'vault' | 'activity' | 'events'> &
  QuotaPorts;

/** The server as an admin puts it. */
export interface PutServerInput {
  caller: Caller;
  workspaceId: string;
  serverId: string;
  server: ServerBody;
}

/**
 * Stores the server and returns it as the API shows it. Throws `server_id_reserved`, `server_refused`, `server_changed`,
 * `unknown_provider`, `workspace_deleted`, `too_many_requests`, `too_many_at_once`, `quota_exceeded`, or the problems of the role.
 */
export async function putMcpServer(ports: PutServerPorts, input: PutServerInput): Promise<DescribedServer> {
  const { caller, workspaceId, serverId } = input;
  requireRole(caller, workspaceId, 'admin');
  await countAct(ports, input);
  await refuseDeletedWorkspace(ports, workspaceId);
  const before = await ports.serverRecords.read({ workspaceId, serverId });
  if (!before) refuseOverQuota(LIMITS.serversOfWorkspace, await ports.reads.servers(workspaceId));
  const stored = await serverOfBody(ports, input);
  const what = {
    ...{ type: 'mcp_server_put' as const, workspaceId, caller, server: serverId },
    provider: stored.registration?.provider ?? ports.servers.get(serverId)?.registration.provider,
    connectionId: stored.connectionId,
    addressesBefore: before && storedServerAddresses(before),
    addressesAfter: storedServerAddresses(stored),
  };
  await recordedChange(ports, what, async () => {
    const uid = await store(ports, input, stored, before);
    await withdrawIfDeleted(ports, input, uid);
    if (!before) await withdrawIfTooMany(ports, input, uid);
  });
  return readMcpServer(ports, input);
}

function withdrawIfTooMany(
  { reads, serverRecords }: PutServerPorts,
  { workspaceId, serverId }: PutServerInput,
  uid: string,
): Promise<void> {
  return withdrawOverQuota(LIMITS.serversOfWorkspace, {
    list: () => reads.servers(workspaceId),
    withdraw: () => serverRecords.delete({ workspaceId, serverId }, { uid: { is: uid } }),
  });
}

/** Reads the deletion mark again: a deletion that came meanwhile may not have seen this server. */
async function withdrawIfDeleted(
  ports: PutServerPorts,
  { workspaceId, serverId }: PutServerInput,
  uid: string,
): Promise<void> {
  if (!(await isWorkspaceDeleted(ports, workspaceId))) return;
  await ports.serverRecords.delete({ workspaceId, serverId }, { uid: { is: uid } });
  throw new Problem('workspace_deleted');
}

/** Only over the item that was read, so that the record says what was there before. Throws `server_changed`. */
async function store(
  ports: PutServerPorts,
  { workspaceId, serverId }: PutServerInput,
  { registration, url, connectionId }: StoredServer,
  before: ServerRecord | undefined,
): Promise<string> {
  const key = { workspaceId, serverId };
  const bound = {
    uid: newId(ports),
    ...(registration && { registration }),
    ...(url !== undefined && { url }),
    ...(connectionId !== undefined && { connectionId }),
  };
  const destination = serverDestination(bound);
  const seal = (await ports.vault.sealer())(serverPlace(key, destination), new Secret(''));
  const absent = { registration: undefined, url: undefined, connectionId: undefined };
  const set = { ...absent, ...bound, destination, seal, createdAt: ports.clock.now() };
  const expect = { uid: before ? { is: before.uid } : { absent: true as const } };
  const isStored = await ports.serverRecords.change(key, { expect, set, writeId: newId(ports) });
  if (!isStored) throw new Problem('server_changed');
  return bound.uid;
}
