/** Stores a workspace's own MCP server, or its choices for a known one, so that a token can go to this server only. */

import type { RemoteServer } from '../../contract/servers/remote-server.ts';
import { Secret } from '../../vault/secret.ts';
import { storedServerAddresses } from '../activity/addresses.ts';
import { countAct, type QuotaPorts, refuseOverQuota, withdrawOverQuota } from '../activity/quota.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { type Caller, requireRole } from '../caller.ts';
import { serverDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports, StoredServer } from '../ports.ts';
import type { ServerRecord } from '../records.ts';
import { ensureClient } from '../remote/ensure-client.ts';
import type { ClientPorts } from '../remote/remote-client.ts';
import { remoteProviderId, remoteRecord } from '../remote/remote-record.ts';
import { serverPlace } from '../sealed-places.ts';
import { isWorkspaceDeleted, refuseDeletedWorkspace } from '../workspace-mark.ts';
import { isAccountAlone, storedWithAccount } from './account-alone.ts';
import type { ServerBody, ServerOfBodyPorts } from './body-of-server.ts';
import type { DescribedServer } from './describe-server.ts';
import type { AskedIn } from './homes-of-call.ts';
import { readMcpServer } from './list-mcp-servers.ts';
import { serverOfBody } from './server-of-body.ts';

type PutServerPorts = ServerOfBodyPorts &
  ClientPorts &
  Pick<Ports, 'serverRecords' | 'workspaceMarks' | 'vault' | 'activity' | 'events'> &
  QuotaPorts;

/** The server as an admin puts it. */
export interface PutServerInput extends AskedIn {
  caller: Caller;
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
  await refuseDeletedWorkspace(ports, workspaceId, ports.clock.now());
  const before = await ports.serverRecords.read({ workspaceId, serverId });
  if (!before) refuseOverQuota(LIMITS.serversOfWorkspace, await ports.reads.servers(workspaceId));
  const isAccount = before !== undefined && isAccountAlone(input.server);
  const kept = isAccount ? await storedWithAccount(ports, input) : undefined;
  const stored = kept ?? (await serverOfBody(ports, { ...input, before }));
  await refuseOtherRemote(ports, input, { before, stored });
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
  if (stored.remote && !kept) await becomeClient(ports, input);
  return readMcpServer(ports, input);
}

/**
 * Another resource or issuer is another registration, whose connections are not those of the former one: they are disconnected
 * first. The instance in each connection holds this also where a consent ends at the same time. Throws `server_in_use`.
 */
async function refuseOtherRemote(
  { reads }: PutServerPorts,
  { workspaceId, serverId }: PutServerInput,
  { before, stored }: { before: ServerRecord | undefined; stored: StoredServer },
): Promise<void> {
  if (!before?.remote || before.remote.instance === stored.remote?.instance) return;
  const live = (await reads.connections(workspaceId)).filter(
    ({ record }) => record.provider === remoteProviderId(serverId) && record.status !== 'disconnected',
  );
  const connections = live.map(({ key }) => key.connectionId);
  if (connections.length > 0) throw new Problem('server_in_use', { connections });
}

/**
 * Registers the broker at the server's authorization server. What the server is stays stored if that is refused: the redirect URI
 * that a vendor has to allow holds its instance.
 */
async function becomeClient(
  ports: PutServerPorts,
  { caller, workspaceId, serverId, server }: PutServerInput,
) {
  const stored = await remoteRecord(ports, { workspaceId, provider: remoteProviderId(serverId) });
  if (!stored) return;
  // An exception of the catalogue is noted like one that an admin confirmed.
  if (server.confirmed || stored.server.claimedIssuer)
    await recordConfirmed(ports, { caller, workspaceId, serverId }, stored.server);
  await ensureClient(ports, { ...stored, workspaceId, serverId, actor: caller.subject });
}

function recordConfirmed(
  ports: PutServerPorts,
  { caller, workspaceId, serverId: server }: Omit<PutServerInput, 'server'>,
  { resource, issuer, claimedIssuer }: RemoteServer,
): Promise<void> {
  const names = [resource, issuer, ...(claimedIssuer === undefined ? [] : [claimedIssuer])];
  const who = { actor: caller.subject, actorIssuer: caller.issuer };
  return recordActivity(ports, workspaceId, {
    ...{ type: 'mcp_server_confirmed', server, ...who, addressesAfter: names },
  });
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
  if (!(await isWorkspaceDeleted(ports, workspaceId, ports.clock.now()))) return;
  await ports.serverRecords.delete({ workspaceId, serverId }, { uid: { is: uid } });
  throw new Problem('workspace_deleted');
}

/** Only over the item that was read, so that the record says what was there before. Throws `server_changed`. */
async function store(
  ports: PutServerPorts,
  { workspaceId, serverId }: PutServerInput,
  { registration, url, remote, connectionId }: StoredServer,
  before: ServerRecord | undefined,
): Promise<string> {
  const key = { workspaceId, serverId };
  const bound = {
    uid: newId(ports),
    ...(registration && { registration }),
    ...(url !== undefined && { url }),
    ...(remote && { remote }),
    ...(connectionId !== undefined && { connectionId }),
  };
  const destination = serverDestination(bound);
  const seal = (await ports.vault.sealer())(serverPlace(key, destination), new Secret(''));
  const absent = { registration: undefined, url: undefined, remote: undefined, connectionId: undefined };
  // The pause between two registrations of a client is that of one registration of the server.
  const isSame = remote !== undefined && before?.remote?.instance === remote.instance;
  const pause = isSame ? {} : { registeringUntil: undefined, registeredAt: undefined };
  const set = { ...absent, ...bound, ...pause, destination, seal, createdAt: ports.clock.now() };
  const expect = { uid: before ? { is: before.uid } : { absent: true as const } };
  const isStored = await ports.serverRecords.change(key, { expect, set, writeId: newId(ports) });
  if (!isStored) throw new Problem('server_changed');
  return bound.uid;
}
