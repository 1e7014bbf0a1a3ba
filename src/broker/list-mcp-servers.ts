import type { z } from 'zod';
import type { McpServerResource } from '../contract/resources.ts';
import type { Ports } from './ports.ts';
import { isUsable } from './usable.ts';

/** MCP servers that this workspace can be injected for, and whether their provider is connected. */
export async function listMcpServers(
  { servers, reads }: Pick<Ports, 'servers' | 'reads'>,
  workspaceId: string,
): Promise<z.infer<typeof McpServerResource>[]> {
  const connections = await reads.connections(workspaceId);
  const connected = new Set(
    connections.filter(({ record }) => isUsable(record)).map(({ record }) => record.provider),
  );
  return [...servers.values()].map(({ registration: { id, name, provider, url }, source }) => ({
    id,
    name,
    provider,
    url,
    source,
    connected: connected.has(provider),
  }));
}
