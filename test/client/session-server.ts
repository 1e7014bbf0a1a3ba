/**
 * A real MCP server that keeps the token of `initialize` for the whole session, as the official Notion server does. Its tool
 * asks the provider's API with that token, whatever later requests bring.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { onTestFinished } from 'vitest';

export const TOKEN_HEADER = 'Demo-Token';

export interface SessionServer {
  url: string;
  /** Of every request: method, token, session. */
  received: { method: string; token: string | undefined; session: string | undefined }[];
  /** Sessions that were not ended. */
  open: Map<string, StreamableHTTPServerTransport>;
}

export async function startSessionServer(apiUrl: string): Promise<SessionServer> {
  const received: SessionServer['received'] = [];
  const open: SessionServer['open'] = new Map();
  const server = createServer((request, response) => {
    const token = request.headers[TOKEN_HEADER.toLowerCase()] as string | undefined;
    const session = request.headers['mcp-session-id'] as string | undefined;
    received.push({ method: request.method ?? '', token, session });
    const known = session === undefined ? undefined : open.get(session);
    if (session !== undefined && !known) return void response.writeHead(404).end();
    void (async () => {
      const transport = known ?? (await newSession(apiUrl, token, open));
      await transport.handleRequest(request, response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, received, open };
}

async function newSession(
  apiUrl: string,
  token: string | undefined,
  open: SessionServer['open'],
): Promise<StreamableHTTPServerTransport> {
  const mcp = new McpServer({ name: 'session-bound', version: '1' });
  for (const name of ['get_self', 'delete_all'])
    mcp.registerTool(name, { description: name }, async () => ({
      content: [{ type: 'text', text: await ask(apiUrl, token) }],
    }));
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void open.set(id, transport),
    onsessionclosed: (id) => void open.delete(id),
  });
  await mcp.connect(transport as Parameters<typeof mcp.connect>[0]);
  return transport;
}

async function ask(apiUrl: string, token: string | undefined): Promise<string> {
  const response = await fetch(apiUrl, { headers: { authorization: `Bearer ${token}` } });
  return `${response.status} ${await response.text()} with ${token}`;
}
