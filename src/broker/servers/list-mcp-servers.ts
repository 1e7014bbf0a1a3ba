import { Problem } from '../errors.ts';
import type { Ports, StoredServer } from '../ports.ts';
import { describeRemote } from '../remote/describe-remote.ts';
import { remoteProviderId } from '../remote/remote-record.ts';
import type { PublicConnection, PublicOAuthApp } from '../stores.ts';
import { customApi } from './custom-api.ts';
import { type DescribedServer, describeServer } from './describe-server.ts';
import { knownServer, serverOfWorkspace } from './find-server.ts';
import { type AskedIn, type HomeReads, homesOf, homesRead, inhabited, readsAmong } from './homes-of-call.ts';
import { storedServer } from './stored-server.ts';

type ListPorts = Pick<Ports, 'servers' | 'reads' | 'clock'> & {
  settings: Pick<Ports['settings'], 'apiOrigin'>;
};

/** Lists the MCP servers of a workspace, which account each uses for the reader, and whether that account can serve it. */
export async function listMcpServers(ports: ListPorts, reader: AskedIn): Promise<DescribedServer[]> {
  const workspace = await readWorkspace(ports, reader);
  const { stored } = workspace;
  const apps = await clientsOf(ports, reader.workspaceId, stored);
  const ids = [...ports.servers.keys(), ...[...stored.keys()].filter((id) => !ports.servers.has(id))];
  const described = await Promise.all(
    ids.map((id) => describedFor(ports, reader, { ...workspace, apps, id })),
  );
  return described.filter((server) => server !== undefined);
}

/** Reads one MCP server. Throws `not_found`. */
export async function readMcpServer(
  ports: ListPorts,
  { serverId: id, ...reader }: AskedIn & { serverId: string },
): Promise<DescribedServer> {
  const { workspaceId } = reader;
  const workspace = await readWorkspace(ports, reader);
  const api = customApi(id);
  const isThere = !api || (await ports.reads.oauthApps(workspaceId, api.provider)).length > 0;
  const apps = await clientsOf(ports, workspaceId, workspace.stored);
  const described = isThere ? await describedFor(ports, reader, { ...workspace, apps, id }) : undefined;
  if (!described) throw new Problem('not_found');
  return described;
}

interface Read {
  id: string;
  stored: ReadonlyMap<string, StoredServer>;
  connections: HomeReads<PublicConnection>;
  apps: ReadonlyMap<string, PublicOAuthApp>;
}

/** Undefined: there is no such server. */
async function describedFor(
  ports: ListPorts,
  reader: AskedIn,
  { id, stored, connections, apps }: Read,
): Promise<DescribedServer | undefined> {
  const server = serverOfWorkspace(knownServer(ports, id), stored.get(id));
  if (!server) return undefined;
  const homes = homesOf(server, reader);
  const home = homes && (await inhabited(homes, connections));
  const shown = {
    connectionId: home?.key.connectionId ?? server.registration.provider,
    connection: home?.record,
  };
  const source = ports.servers.get(id)?.source ?? 'workspace';
  return withAuthorization(ports, describeServer(server, source, shown), { stored, apps });
}

/** The newest clients by provider. They are read only where the workspace has a remote server. */
async function clientsOf(
  { reads }: ListPorts,
  workspaceId: string,
  stored: ReadonlyMap<string, StoredServer>,
): Promise<ReadonlyMap<string, PublicOAuthApp>> {
  const isNeeded = [...stored.values()].some(({ remote }) => remote !== undefined);
  const apps = isNeeded ? await reads.oauthAppsOf(workspaceId) : [];
  return new Map(apps.map((app) => [app.provider, app]));
}

function withAuthorization(
  ports: ListPorts,
  described: DescribedServer,
  { stored, apps }: { stored: ReadonlyMap<string, StoredServer>; apps: ReadonlyMap<string, PublicOAuthApp> },
): DescribedServer {
  const record = stored.get(described.id);
  const isRemote = described.provider === remoteProviderId(described.id);
  const authorization = isRemote ? describeRemote(ports, record, apps.get(described.provider)) : undefined;
  return authorization ? { ...described, authorization } : described;
}

async function readWorkspace(
  ports: ListPorts,
  reader: AskedIn,
): Promise<Pick<Read, 'stored' | 'connections'>> {
  const { reads } = ports;
  const [stored, ...connections] = await Promise.all([
    reads.servers(reader.workspaceId),
    ...homesRead(ports, reader).map((id) => reads.connections(id)),
  ]);
  return {
    connections: readsAmong(connections.flat()),
    stored: new Map(
      stored.map(({ key: { serverId }, record }) => [serverId, storedServer(serverId, record)]),
    ),
  };
}
