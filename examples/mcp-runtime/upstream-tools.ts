/** What the servers behind this runtime offer. They are asked once, at the start, and without a token. */
import { Client, StreamableHTTPClientTransport, type Tool } from '@modelcontextprotocol/client';
import type { UpstreamServer } from './settings.ts';

export interface UpstreamTool {
  server: UpstreamServer;
  definition: Tool;
}

export async function listUpstreamTools(servers: readonly UpstreamServer[]): Promise<UpstreamTool[]> {
  const tools = (await Promise.all(servers.map(toolsOf))).flat();
  const names = tools.map(({ definition }) => definition.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two servers offer a tool ${twice}: give one of them a prefix.`);
  return tools;
}

async function toolsOf(server: UpstreamServer): Promise<UpstreamTool[]> {
  const client = new Client(
    { name: 'example-runtime', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(server.url))).catch(() => {
    throw new Error(`No MCP server answers at ${server.url}. Is it started (npm start)?`);
  });
  try {
    const { tools } = await client.listTools();
    return tools.map((definition) => ({ server, definition }));
  } finally {
    await client.close();
  }
}
