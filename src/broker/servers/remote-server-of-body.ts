/** A remote server: its URL alone says what it is, and discovery says the rest. */

import type { DiscoveredServer, RemoteServer } from '../../contract/servers/remote-server.ts';
import { hostOf } from '../../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { knownServer } from '../../providers/remote/find-known-server.ts';
import type { StoredServer } from '../ports.ts';
import { discoverRemote } from '../remote/discover-remote.ts';
import { remoteProviderId } from '../remote/remote-record.ts';
import { remoteServerInRow } from '../rows/remote-server-in-row.ts';
import {
  ALWAYS_REMOVED,
  accountFaults,
  BEARER,
  type Fault,
  fault,
  type PutServer,
  refuseFaults,
  type ServerOfBodyPorts,
  urlFaults,
} from './body-of-server.ts';

/** The name is a provider's, too (`remote~name`). */
const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Whether a body describes a remote server: an address without a provider, or with that of the server itself. Pure. */
export function isRemoteBody({ serverId, server }: PutServer): boolean {
  const { provider, url } = server;
  return url !== undefined && (provider === undefined || provider === remoteProviderId(serverId));
}

/**
 * Returns what is stored of a remote server. A URL that the catalogue knows with another provider becomes that entry. Throws
 * `server_refused` with every fault, `confirmation_needed`, `server_in_use`, or `too_many_at_once`.
 */
export async function remoteServerOfBody(ports: ServerOfBodyPorts, put: PutServer): Promise<StoredServer> {
  const { workspaceId, serverId, server } = put;
  const { connectionId, name, tools } = server;
  const provider = remoteProviderId(serverId);
  await refuseFaults([
    ...bodyFaults(put),
    ...(await urlFaults(ports, { workspaceId, provider, url: server.url })),
    ...(await accountFaults(ports, workspaceId, provider, connectionId)),
  ]);
  const given = new URL(server.url as string).href;
  const url = knownServer(given)?.url ?? given;
  // A server that issues tokens of its own needs no OAuth app, also where the catalogue has another way to it.
  const entry = knownServer(url) ? undefined : entryAt(ports, url);
  const own = { id: serverId, ...(tools && { tools }) };
  if (entry) return { registration: { ...entry, name: name ?? entry.name, ...own }, connectionId };
  const found = await discoverRemote(ports, { workspaceId, url, confirmed: server.confirmed });
  const remote = withInstance(ports, put, found);
  const called = name ?? knownServer(url)?.name ?? serverId;
  return { registration: { ...registrationOf(provider, url), name: called, ...own }, remote, connectionId };
}

function bodyFaults({ serverId, server }: PutServer): Fault[] {
  const found = ['placements', 'removeHeaders', 'binding', 'discovery', 'scopes'] as const;
  const given = found.filter((name) => server[name] !== undefined);
  return [
    ...(NAME.test(serverId) ? [] : [fault('/url', 'remote_name')]),
    ...given.map((name) => fault(`/${name}`, 'found_by_discovery')),
  ];
}

/** A server of the catalogue or the stage at this address: it takes tokens of that provider's own OAuth apps. */
function entryAt({ servers }: ServerOfBodyPorts, url: string): ServerRegistration | undefined {
  const all = [...servers.values()].map(({ registration }) => registration);
  return all.find((each) => each.url !== undefined && URL.parse(each.url)?.href === url);
}

function registrationOf(provider: string, url: string): Omit<ServerRegistration, 'id' | 'name'> {
  return {
    provider,
    url,
    allowedHosts: [hostOf(url) ?? url],
    placements: [BEARER],
    removeHeaders: ALWAYS_REMOVED,
    binding: 'request',
    discovery: true,
    scopes: [],
  };
}

/** The same resource at the same issuer stays the same registration; another one is a new one, for which nobody has connected. */
function withInstance(
  { random, clock }: ServerOfBodyPorts,
  { before }: PutServer,
  found: DiscoveredServer,
): RemoteServer {
  const known = remoteServerInRow(before?.remote);
  const isSame =
    known?.issuer === found.issuer && known.resource === found.resource && known.url === found.url;
  return { ...found, instance: isSame ? known.instance : random.uuidV7(clock.now()) };
}
