import { Problem } from '../errors.ts';
import type { Ports, StoredServer } from '../ports.ts';
import { describeRemote } from '../remote/describe-remote.ts';
import { remoteProviderId } from '../remote/remote-record.ts';
import type { ConnectionKey, Keyed, PublicConnection, PublicOAuthApp } from '../stores.ts';
import { customApi } from './custom-api.ts';
import { type DescribedServer, describeServer } from './describe-server.ts';
import { knownServer, type ServerOfWorkspace, serverOfWorkspace } from './find-server.ts';
import { storedServer } from './stored-server.ts';

type ListPorts = Pick<Ports, 'servers' | 'reads' | 'clock'> & {
  settings: Pick<Ports['settings'], 'apiOrigin'>;
};

/** For whom servers are described. */
export interface Reader {
  workspaceId: string;
  /** The reader's personal workspace, where the stage has one for them. */
  ownWorkspaceId?: string | undefined;
}

/** Lists the MCP servers of a workspace, which account each uses, and whether that account can serve it. */
export async function listMcpServers(ports: ListPorts, reader: Reader): Promise<DescribedServer[]> {
  const { servers } = ports;
  const { workspaceId } = reader;
  const workspace = await readWorkspace(ports, reader);
  const { stored } = workspace;
  const apps = await clientsOf(ports, workspaceId, stored);
  const described = (server: ServerOfWorkspace, source: DescribedServer['source']) =>
    withAuthorization(ports, describeServer(server, source, workspace.connections), { ...workspace, apps });
  const known = [...servers].map(([id, registered]) => ({
    server: serverOfWorkspace(registered, stored.get(id)),
    source: registered.source,
  }));
  const own = [...stored]
    .filter(([id]) => !servers.has(id))
    .map(([id, record]) => ({
      server: serverOfWorkspace(knownServer(ports, id), record),
      source: 'workspace' as const,
    }));
  return [...known, ...own].flatMap(({ server, source }) => (server ? [described(server, source)] : []));
}

/** Reads one MCP server. Throws `not_found`. */
export async function readMcpServer(
  ports: ListPorts,
  { serverId, ...reader }: Reader & { serverId: string },
): Promise<DescribedServer> {
  const { workspaceId } = reader;
  const { stored, connections } = await readWorkspace(ports, reader);
  const known = ports.servers.get(serverId);
  const api = customApi(serverId);
  const server = serverOfWorkspace(knownServer(ports, serverId), stored.get(serverId));
  const isThere = !api || (await ports.reads.oauthApps(workspaceId, api.provider)).length > 0;
  if (!server || !isThere) throw new Problem('not_found');
  const apps = await clientsOf(ports, workspaceId, stored);
  const described = describeServer(server, known?.source ?? 'workspace', connections);
  return withAuthorization(ports, described, { stored, apps });
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

async function readWorkspace({ reads, servers }: ListPorts, { workspaceId, ownWorkspaceId }: Reader) {
  const isOther = ownWorkspaceId !== undefined && ownWorkspaceId !== workspaceId;
  const isOfPeople = isOther && [...servers.values()].some(({ connectionOf }) => connectionOf);
  const [found, stored, foundOwn] = await Promise.all([
    reads.connections(workspaceId),
    reads.servers(workspaceId),
    isOfPeople ? reads.connections(ownWorkspaceId) : [],
  ]);
  const shared = byId(found);
  return {
    connections: { shared, own: ownWorkspaceId === workspaceId ? shared : byId(foundOwn) },
    stored: new Map(
      stored.map(({ key: { serverId }, record }) => [serverId, storedServer(serverId, record)]),
    ),
  };
}

function byId(connections: readonly Keyed<ConnectionKey, PublicConnection>[]) {
  return new Map(connections.map(({ key, record }) => [key.connectionId, record]));
}
