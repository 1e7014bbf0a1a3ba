import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Runtime } from './runtime.ts';

export interface ToolCall {
  url: string;
  server: string;
  tool: string;
  /** A used operation id, to show that it is refused. Default: a new one. */
  operationId?: string;
}

/** Connects the MCP SDK's client, calls one tool, and returns the text of its result. */
export async function callTool(
  runtime: Runtime,
  { url, server, tool, operationId }: ToolCall,
): Promise<string> {
  const client = new Client({ name: 'connections-demo', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { fetch: runtime.fetchFor(server, operationId) }),
  );
  try {
    const { content, isError } = await client.callTool({ name: tool, arguments: {} });
    const text = (content as { text?: string }[]).map((part) => part.text ?? '').join('');
    if (isError) throw new Error(`the tool failed: ${text}`);
    return text;
  } finally {
    await client.close();
  }
}
