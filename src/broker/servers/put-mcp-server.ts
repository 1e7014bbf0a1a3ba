/** Stores a workspace's own MCP server after checks, so that a token can go to this server only. */

import { placementFaults } from '../../contract/placement-faults.ts';
import type { ServerRegistration } from '../../contract/server-registration.ts';
import { Secret } from '../../vault/secret.ts';
import { serverAddresses } from '../activity/addresses.ts';
import {
  countAct,
  countEnding,
  type QuotaPorts,
  refuseOverQuota,
  withdrawOverQuota,
} from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { appKeyOf } from '../apps/app-key.ts';
import { isCustom } from '../apps/find-provider.ts';
import { inPlaceOrRefused } from '../apps/places.ts';
import { type Caller, requireRole } from '../caller.ts';
import { serverDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { ServerRecord } from '../records.ts';
import { serverPlace } from '../sealed-places.ts';
import { isWorkspaceDeleted, refuseDeletedWorkspace } from '../workspace-mark.ts';
import { CUSTOM_HOSTS } from './allowed-hosts.ts';
import { templateNames } from './template-names.ts';

type PutServerPorts = Pick<
  Ports,
  | 'catalogue'
  | 'servers'
  | 'serverRecords'
  | 'reads'
  | 'workspaceMarks'
  | 'hosts'
  | 'places'
  | 'vault'
  | 'activity'
  | 'events'
  | 'clock'
  | 'random'
  | 'log'
> &
  QuotaPorts & { settings: Pick<Ports['settings'], 'workspaceServers'> };

/** The server as an admin puts it. */
export interface PutServerInput {
  caller: Caller;
  workspaceId: string;
  serverId: string;
  server: Omit<ServerRegistration, 'id' | 'allowedHosts'>;
}

/**
 * Stores the server and returns its registration. Throws `server_id_reserved`, `server_refused`, `server_changed`,
 * `unknown_provider`, `workspace_deleted`, `too_many_requests`, `too_many_at_once`, `quota_exceeded`, or the problems of the role.
 */
export async function putMcpServer(
  ports: PutServerPorts,
  input: PutServerInput,
): Promise<ServerRegistration> {
  const { caller, workspaceId, serverId, server } = input;
  requireRole(caller, workspaceId, 'admin');
  if (serverId.includes(':') || ports.servers.has(serverId)) throw new Problem('server_id_reserved');
  if (!ports.catalogue.has(server.provider) && !isCustom(server.provider))
    throw new Problem('unknown_provider');
  const errors = placementFaults(server.placements, templateNames(ports.catalogue.get(server.provider)));
  if (errors.length > 0) throw new Problem('server_refused', { errors });
  await countAct(ports, input);
  await refuseDeletedWorkspace(ports, workspaceId);
  const before = await ports.serverRecords.read({ workspaceId, serverId });
  if (!before) refuseOverQuota(LIMITS.serversOfWorkspace, await ports.reads.servers(workspaceId));
  const registration = {
    ...server,
    id: serverId,
    allowedHosts: await inPlaceOrRefused(ports, placeOf(input), () => hostsOf(ports, server)),
    removeHeaders: [...new Set([...server.removeHeaders, ...ALWAYS_REMOVED])],
  };
  const what = {
    ...{ type: 'mcp_server_put' as const, workspaceId, caller, server: serverId, provider: server.provider },
    addressesBefore: before && serverAddresses(before.registration),
    addressesAfter: serverAddresses(registration),
  };
  await recordedChange(ports, what, async () => {
    const uid = await store(ports, input, registration, before);
    await withdrawIfDeleted(ports, input, uid);
    if (!before) await withdrawIfTooMany(ports, input, uid);
  });
  return registration;
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

/** Whose place the look-up of a host takes that the input names. All servers of a workspace share the places of one app. */
function placeOf({ workspaceId, server: { url } }: PutServerInput) {
  const appKey = appKeyOf({ owner: workspaceId, provider: 'mcp-servers', version: 0 });
  return { workspaceId, appKey, isNeeded: url !== undefined };
}

/** The caller's own credentials are never forwarded (T148). */
const ALWAYS_REMOVED = ['Authorization', 'Cookie'];

/**
 * The host of the URL, which must be https on port 443 and public (T144). A server that the runtime starts gets the API
 * hosts of its provider.
 */
async function hostsOf(
  ports: PutServerPorts,
  { url, provider }: PutServerInput['server'],
): Promise<string[]> {
  if (url === undefined) return ports.catalogue.get(provider)?.api.hosts ?? [CUSTOM_HOSTS];
  const parsed = new URL(url);
  const isPlain = !parsed.username && !parsed.password && !parsed.hash;
  if (!isPlain || !(await isAllowedUrl(ports, parsed))) throw new Problem('server_refused');
  return [parsed.host];
}

/** Where a stage allows private servers beside the runtime, they may use plain http and any port. */
async function isAllowedUrl({ hosts, settings }: PutServerPorts, url: URL): Promise<boolean> {
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  const mayBePrivate = settings.workspaceServers === 'allow-private-addresses-of-servers-beside-the-runtime';
  if (mayBePrivate && isWeb && (await hosts.isPrivate(url.hostname))) return true;
  return url.protocol === 'https:' && !url.port && (await hosts.isPublic(url.hostname));
}

/** Only over the registration that was read, so that the record says what was there before. Throws `server_changed`. */
async function store(
  ports: PutServerPorts,
  { workspaceId, serverId }: PutServerInput,
  registration: ServerRegistration,
  before: ServerRecord | undefined,
): Promise<string> {
  const key = { workspaceId, serverId };
  const bound = { uid: newId(ports), registration };
  const destination = serverDestination(bound);
  const seal = (await ports.vault.sealer())(serverPlace(key, destination), new Secret(''));
  const set = { ...bound, destination, seal, createdAt: ports.clock.now() };
  const expect = { uid: before ? { is: before.uid } : { absent: true as const } };
  const isStored = await ports.serverRecords.change(key, { expect, set, writeId: newId(ports) });
  if (!isStored) throw new Problem('server_changed');
  return bound.uid;
}

/**
 * Deletes the server. Cached registrations stay in use for up to a minute. Throws `server_changed`, `too_many_requests`,
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
  const { provider } = before.registration;
  const addressesBefore = serverAddresses(before.registration);
  const what = {
    type: 'mcp_server_deleted' as const,
    workspaceId,
    caller,
    server: serverId,
    provider,
    addressesBefore,
  };
  await recordedChange(ports, what, async () => {
    const isDeleted = await ports.serverRecords.delete(
      { workspaceId, serverId },
      { uid: { is: before.uid } },
    );
    if (!isDeleted) throw new Problem('server_changed');
  });
}
