/** Lists the tools of the servers behind this runtime, once at the start and without a token. */
import { Client, StreamableHTTPClientTransport, type Tool } from '@modelcontextprotocol/client';
import type { UpstreamServer } from './settings.ts';

export interface UpstreamTool {
  server: UpstreamServer;
  definition: Tool;
}

/** The tools of all servers. Rejects if a server does not answer, or if two tools have the same name. */
export async function listUpstreamTools(servers: readonly UpstreamServer[]): Promise<UpstreamTool[]> {
  const tools = (await Promise.all(servers.map(toolsOf))).flat();
  const names = tools.map(({ definition }) => definition.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new Error(`Two servers have a tool named ${twice}. Add a prefix to one of the names.`);
  return tools;
}

async function toolsOf(server: UpstreamServer): Promise<UpstreamTool[]> {
  const client = new Client(
    { name: 'example-runtime', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(server.url))).catch(() => {
    throw new Error(`There is no MCP server at ${server.url}. Run npm start first.`);
  });
  try {
    const { tools } = await client.listTools();
    return tools.map((definition) => ({ server, definition }));
  } finally {
    await client.close();
  }
}
