/** A raw HTTP server in place of an MCP server: what it was sent, and whatever answer a test wants. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  rawHeaders: string[];
  body: string;
}

export interface Upstream {
  url: string;
  host: string;
  received: Received[];
}

export type Answering = (request: Received, response: ServerResponse, raw: IncomingMessage) => void;

/** Listens on loopback until the test is over. */
export async function startUpstream(answer: Answering): Promise<Upstream> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers, rawHeaders } = request;
      const one = { method, url, headers, rawHeaders, body };
      received.push(one);
      answer(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, host: `127.0.0.1:${port}`, received };
}

/** Headers of an event stream. */
export const SSE = { 'content-type': 'text/event-stream' };

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** An ordinary result for whatever was asked. */
export const answerOk: Answering = ({ body }, response) => {
  const { id = null } = body === '' ? {} : JSON.parse(body);
  answerJson(response, { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'done' }] } });
};

export function toolCall(name = 'list_notes', id: number | string = 1) {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } };
}

export function posted(message: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(message),
  };
}
