/** Unmodified MCP servers of both lines of the SDK, with a record of every header and trailer as it came. */

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as OldMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

export interface Recorded {
  method: string;
  url: string;
  /** Names as they came, and values. */
  headers: [name: string, value: string][];
  trailers: string[];
}

export interface RecordedServer {
  url: string;
  received: Recorded[];
  /** The values of a header in all requests, in any spelling and with `_` for `-`. */
  values(name: string): string[];
  close(): void;
}

const INFO = { name: 'recorded', version: '1' };
const result = { content: [{ type: 'text' as const, text: 'called' }] };

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

function ofLine2(): Handle {
  const handler = createMcpHandler(() => {
    const server = new McpServer(INFO);
    for (const name of ['allowed', 'forbidden'])
      server.registerTool(name, { description: name }, () => result);
    return server;
  });
  return toNodeHandler(handler);
}

/** With sessions, as servers of 2025 have them. */
function ofLine1(): Handle {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  return async (request, response) => {
    const known = sessions.get(String(request.headers['mcp-session-id']));
    if (known) return known.handleRequest(request, response);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    const server = new OldMcpServer(INFO);
    for (const name of ['allowed', 'forbidden'])
      server.registerTool(name, { description: name }, () => result);
    await server.connect(transport as never);
    return transport.handleRequest(request, response);
  };
}

export const SERVERS: Record<string, () => Handle> = {
  'a server of the SDK 2.x': ofLine2,
  'a server of the SDK 1.x': ofLine1,
};

/** With `tls` it listens at https://localhost. */
export async function startRecordedServer(
  handle: Handle,
  tls?: { key: string; cert: string },
): Promise<RecordedServer> {
  const received: Recorded[] = [];
  const answer: Handle = (request, response) => {
    const { method = '', url = '', rawHeaders } = request;
    const headers = rawHeaders.flatMap((name, index): [string, string][] =>
      index % 2 ? [] : [[name, rawHeaders[index + 1] as string]],
    );
    const recorded: Recorded = { method, url, headers, trailers: [] };
    received.push(recorded);
    request.once('end', () => recorded.trailers.push(...request.rawTrailers));
    handle(request, response);
  };
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  // For some resolvers `localhost` is ::1 too.
  await new Promise<void>((resolve) =>
    tls ? server.listen(0, resolve) : server.listen(0, '127.0.0.1', resolve),
  );
  const same = (name: string) => name.toLowerCase().replaceAll('_', '-');
  return {
    url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${(server.address() as AddressInfo).port}/mcp`,
    received,
    values: (wanted) =>
      received.flatMap(({ headers }) =>
        headers.filter(([name]) => same(name) === same(wanted)).map(([, value]) => value),
      ),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
