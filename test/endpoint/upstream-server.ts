/** Real MCP servers of both eras behind an endpoint, with a record of every byte that they are sent. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createMcpHandler, Server, type ServerContext } from '@modelcontextprotocol/server';
import { onTestFinished } from 'vitest';
import type { ServerFacts } from '../../client/src/index.ts';
import { registerServer } from '../client/world-runtime.ts';
import type { EndpointWorld } from './endpoint-world.ts';

export interface RecordedRequest {
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface UpstreamServer {
  url: string;
  received: RecordedRequest[];
}

type Result = { content: object[]; [key: string]: unknown };
export type Call = (
  params: { name: string; arguments?: Record<string, unknown> },
  context: ServerContext,
) => Promise<Result> | Result;

export interface UpstreamOptions {
  tools: { name: string; [key: string]: unknown }[];
  call: Call;
  /** `legacy`: it refuses clients of 2026-07-28, as a server of 2025 does. */
  era?: 'both' | 'legacy';
}

/** Listens on loopback until the test is over. */
export async function startUpstreamServer({
  tools,
  call,
  era = 'both',
}: UpstreamOptions): Promise<UpstreamServer> {
  const received: RecordedRequest[] = [];
  const handler = createMcpHandler(() => {
    const server = new Server(
      { name: 'upstream', version: '1' },
      { capabilities: { tools: {}, logging: {} } },
    );
    server.setRequestHandler('tools/list', () => ({
      tools: tools.map((tool) => ({ inputSchema: { type: 'object' as const }, ...tool })),
    }));
    server.setRequestHandler('tools/call', (({ params }: never, context: ServerContext) =>
      call(params, context)) as never);
    return server;
  });
  const server = createServer((request, response) => {
    void (async () => {
      const body = (await buffer(request)).toString();
      const { method = '', headers } = request;
      received.push({ method, headers, body });
      if (era === 'legacy' && headers['mcp-method'] !== undefined) return void response.writeHead(400).end();
      const end = new AbortController();
      response.once('close', () => end.abort());
      const answer = await handler.fetch(
        new Request(`http://127.0.0.1${request.url}`, {
          method,
          headers: Object.entries(headers) as [string, string][],
          signal: end.signal,
          ...(method === 'POST' && { body }),
        }),
      );
      response.writeHead(answer.status, [...answer.headers].flat());
      for await (const chunk of answer.body ?? []) response.write(chunk);
      response.end();
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, received };
}

/** Header in which such a server takes its token. */
export const TOKEN_HEADER = 'Upstream-Token';

let count = 0;

/** Registers a server in acme under an id of its own, and has the endpoint know of it until the test is over. */
export async function putServer(
  { world, servers }: EndpointWorld,
  { url }: { url: string },
  {
    header = TOKEN_HEADER,
    ...changes
  }: Partial<Pick<ServerFacts, 'binding' | 'discovery' | 'tools'>> & {
    header?: string;
  } = {},
): Promise<ServerFacts> {
  count += 1;
  const facts = {
    id: `own-${count}`,
    name: 'Own',
    url,
    binding: 'request' as const,
    discovery: false,
    ...changes,
  };
  const { id, binding, discovery, tools } = facts;
  const placements = [{ in: 'header', name: header, value: '{accessToken}' }];
  await registerServer(world, 'acme', id, { url, placements, binding, discovery, ...(tools && { tools }) });
  const all = servers.acme ?? [];
  servers.acme = [...all.filter((each) => each.id !== id), facts];
  onTestFinished(() => {
    servers.acme = servers.acme?.filter((each) => each.id !== id) ?? [];
  });
  return facts;
}

export const text = (words: string): Result => ({ content: [{ type: 'text', text: words }] });
