import { ConnectionId } from '../../contract/identifiers.ts';
import { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { Problem } from '../errors.ts';
import type { Ports, StoredServer } from '../ports.ts';
import type { PublicServer } from '../stores.ts';
import { customApi } from './custom-api.ts';
import { type DescribedServer, describeServer } from './describe-server.ts';
import { serverOfWorkspace } from './find-server.ts';
import { ofThisRelease } from './own-servers.ts';

type ListPorts = Pick<Ports, 'servers' | 'reads'>;

/** Lists the MCP servers of a workspace, which account each uses, and whether that account can serve it. */
export async function listMcpServers(ports: ListPorts, workspaceId: string): Promise<DescribedServer[]> {
  const { servers } = ports;
  const { stored, connections } = await readWorkspace(ports, workspaceId);
  const known = [...servers].map(([id, { registration, source }]) => ({
    server: serverOfWorkspace(registration, stored.get(id)),
    source,
  }));
  const own = [...stored]
    .filter(([id]) => !servers.has(id))
    .map(([id, record]) => ({
      server: serverOfWorkspace(customApi(id), record),
      source: 'workspace' as const,
    }));
  return [...known, ...own].flatMap(({ server, source }) =>
    server ? [describeServer(server, source, connections)] : [],
  );
}

/** Reads one MCP server. Throws `not_found`. */
export async function readMcpServer(
  ports: ListPorts,
  { workspaceId, serverId }: { workspaceId: string; serverId: string },
): Promise<DescribedServer> {
  const { stored, connections } = await readWorkspace(ports, workspaceId);
  const known = ports.servers.get(serverId);
  const api = customApi(serverId);
  const server = serverOfWorkspace(known?.registration ?? api, stored.get(serverId));
  const isThere = !api || (await ports.reads.oauthApps(workspaceId, api.provider)).length > 0;
  if (!server || !isThere) throw new Problem('not_found');
  return describeServer(server, known?.source ?? 'workspace', connections);
}

async function readWorkspace({ reads }: ListPorts, workspaceId: string) {
  const [connections, stored] = await Promise.all([
    reads.connections(workspaceId),
    reads.servers(workspaceId),
  ]);
  return {
    connections: new Map(connections.map(({ key, record }) => [key.connectionId, record])),
    stored: new Map(
      stored.map(({ key: { serverId }, record }) => [serverId, storedServer(serverId, record)]),
    ),
  };
}

/** A row is input: a registration that no release wrote is left out. */
function storedServer(id: string, { registration, url, connectionId }: PublicServer): StoredServer {
  const parsed = ServerRegistration.safeParse(registration);
  const isFit = parsed.success && parsed.data.id === id;
  return {
    registration: isFit ? ofThisRelease(parsed.data) : undefined,
    url,
    connectionId: ConnectionId.safeParse(connectionId).data,
  };
}
