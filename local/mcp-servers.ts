/** Two MCP servers over Streamable HTTP. Their tools call the demo provider's API with the token of the request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { listenOnLoopback } from './listen-on-loopback.ts';

export interface McpServers {
  urls: { notes: string; tasks: string };
  close(): Promise<void>;
}

interface Tool {
  server: string;
  name: string;
  title: string;
  description: string;
  api: string;
  /** Reads the token from this server's header of the request. */
  readToken: (headers: Headers) => string | undefined;
}

const NOTES: Tool = {
  server: 'demo-notes',
  name: 'list_notes',
  title: 'List notes',
  description: 'Lists the notes of the connected account.',
  api: '/api/notes',
  readToken: (headers) => /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1],
};
const TASKS: Tool = {
  server: 'demo-tasks',
  name: 'list_tasks',
  title: 'List tasks',
  description: 'Lists the tasks of the connected account.',
  api: '/api/tasks',
  readToken: (headers) => headers.get('x-mcp-secret-demo-access-token') ?? undefined,
};

/** Starts both servers on a port of 127.0.0.1; port 0 takes a free one. */
export async function startMcpServers(input: {
  port: number;
  /** Origin of the API that the tools call, without a trailing slash. */
  demoProviderOrigin: string;
}): Promise<McpServers> {
  const handlers = [NOTES, TASKS].map((tool) =>
    createMcpHandler(() => serverFor(tool, input.demoProviderOrigin)),
  );
  const [notes, tasks] = handlers.map((handler) => toNodeHandler(handler));
  const routes = new Map([
    ['/notes/mcp', notes],
    ['/tasks/mcp', tasks],
  ]);
  const { origin, close } = await listenOnLoopback(input.port, () => routed(routes));
  return {
    urls: { notes: `${origin}/notes/mcp`, tasks: `${origin}/tasks/mcp` },
    async close() {
      await Promise.all(handlers.map((handler) => handler.close()));
      await close();
    },
  };
}

function routed(routes: ReadonlyMap<string, ReturnType<typeof toNodeHandler> | undefined>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const handle = routes.get((request.url ?? '').split('?', 1)[0] ?? '');
    if (handle === undefined) response.writeHead(404).end();
    else handle(request, response).catch(() => response.destroy());
  };
}

function serverFor(tool: Tool, apiOrigin: string): McpServer {
  const server = new McpServer({ name: tool.server, version: '1.0.0' });
  const { title, description } = tool;
  server.registerTool(
    tool.name,
    { title, description, annotations: { readOnlyHint: true } },
    async (context) => {
      const token = context.http?.req && tool.readToken(context.http.req.headers);
      return token === undefined
        ? failed('The request has no token.')
        : callApi(`${apiOrigin}${tool.api}`, token);
    },
  );
  return server;
}

async function callApi(url: string, token: string) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'error' });
  if (!response.ok) {
    await response.body?.cancel();
    return failed(`The API answered ${response.status}.`);
  }
  return { content: [{ type: 'text' as const, text: await response.text() }] };
}

function failed(text: string) {
  return { isError: true, content: [{ type: 'text' as const, text }] };
}
