import type { z } from 'zod';
import type { McpServerResource } from '../../contract/resources.ts';
import { isUsable } from '../connection/usable.ts';
import type { Ports } from '../ports.ts';

/** Lists the MCP servers of a workspace, and whether their provider is connected. */
export async function listMcpServers(
  { servers, reads }: Pick<Ports, 'servers' | 'reads'>,
  workspaceId: string,
): Promise<z.infer<typeof McpServerResource>[]> {
  const [connections, own] = await Promise.all([reads.connections(workspaceId), reads.servers(workspaceId)]);
  const connected = new Set(
    connections.filter(({ record }) => isUsable(record)).map(({ record }) => record.provider),
  );
  const all = [
    ...servers.values(),
    ...own.map(({ registration }) => ({ registration, source: 'workspace' as const })),
  ];
  return all.map(({ registration: { id, name, provider, url }, source }) => ({
    id,
    name,
    provider,
    url,
    source,
    connected: connected.has(provider),
  }));
}
