/** An MCP server that a test writes: of the era before 2026-07-28, whose tool answers what the test wants with the token that it got. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  method: string;
  rpc: string | undefined;
  headers: IncomingHttpHeaders;
  params: unknown;
}

/** Makes the JSON-RPC answer of `tools/call`, or writes the response itself and returns nothing. */
export type Answering = (token: string, response: ServerResponse, id: unknown) => object | undefined;

export interface TrialServer {
  url: string;
  received: Received[];
  /** Connections that arrived, also those that asked nothing. */
  connections: number;
  answer: Answering;
  tools: (token: string, cursor: unknown) => object;
  close(): void;
}

export const said = (said: string) => ({ result: { content: [{ type: 'text', text: said }] } });
const TOOL = { name: 'read_notes', inputSchema: { type: 'object' } };

export async function startTrialServer(): Promise<TrialServer> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const message = body === '' ? {} : JSON.parse(body);
      const { headers, method = '' } = request;
      made.received.push({ method, rpc: message.method, headers, params: message.params });
      if (message.id === undefined) return void response.writeHead(method === 'DELETE' ? 200 : 202).end();
      const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
      const answer = answered(made, message, { token, response });
      if (answer)
        response
          .writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'a-session' })
          .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer }));
    });
  });
  const made: TrialServer = {
    url: '',
    received: [],
    connections: 0,
    answer: () => said('done'),
    tools: () => ({ tools: [TOOL] }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  server.on('connection', () => {
    made.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  return made;
}

function answered(
  made: TrialServer,
  { method, id, params }: { method: string; id: unknown; params?: { cursor?: unknown } },
  { token, response }: { token: string; response: ServerResponse },
): object | undefined {
  if (method === 'initialize')
    return {
      result: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'trial', version: '1' },
      },
    };
  if (method === 'tools/list') return { result: made.tools(token, params?.cursor) };
  if (method === 'tools/call') return made.answer(token, response, id);
  return { error: { code: -32601, message: 'Method not found' } };
}
