/**
 * The forms in which a request can name what it asks for (RFC 9112 section 3.2).
 * Covers src/endpoint/node-face.ts.
 */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EndpointWorld, startEndpointWorld } from './endpoint-world.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
afterAll(() => endpoint?.close());

const BODY = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
});

/** The answer to a POST, byte for byte: clients write no such targets. */
async function ask(target: string, host?: string): Promise<{ status: number; answer: string }> {
  const { port, host: own } = new URL(endpoint.address);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    [
      `POST ${target} HTTP/1.1`,
      `Host: ${host ?? own}`,
      `Authorization: Bearer ${endpoint.tokens.ada}`,
      'Content-Type: application/json',
      'Accept: application/json, text/event-stream',
      `Content-Length: ${BODY.length}`,
      'Connection: close',
      '',
      BODY,
    ].join('\r\n'),
  );
  const answer = await headIn(socket);
  return { status: Number(answer.split(' ')[1]), answer };
}

/** Up to the end of its headers: a stream keeps its connection open for some seconds. */
async function headIn(socket: Socket): Promise<string> {
  let head = '';
  for await (const chunk of socket) {
    head += chunk;
    if (head.includes('\r\n\r\n')) break;
  }
  return head;
}

const port = () => new URL(endpoint.address).port;

it.each([
  ['a path', () => '/mcp/acme'],
  ['an absolute URL', () => `http://127.0.0.1:${port()}/mcp/acme`],
  ['an absolute URL in other letters', () => `HTTP://LOCALHOST:${port()}/mcp/acme`],
  ['an absolute URL with a query', () => `http://127.0.0.1:${port()}/mcp/acme?a=b`],
])('%s is served', async (_what, target) => {
  const { status, answer } = await ask(target());
  expect([status, answer]).toEqual([200, expect.stringContaining('mcp-session-id')]);
});

it('the host of an absolute URL counts, and not the one of the header', async () => {
  expect((await ask(`http://127.0.0.1:${port()}/mcp/acme`, 'evil.example')).status).toBe(200);
  expect((await ask(`http://evil.example:${port()}/mcp/acme`)).status).toBe(403);
  expect((await ask(`http://evil.example:${port()}/mcp/acme`, 'evil.example')).status).toBe(403);
});

it.each([
  '*',
  'http://',
  'http://a b/mcp/acme',
  'http://[1/mcp/acme',
  'ftp://127.0.0.1/mcp/acme',
  'x:/mcp/acme',
])('%s is a bad request', async (target) => {
  expect((await ask(target)).status).toBe(400);
});

it('a header that is no host is a bad request', async () => {
  for (const host of ['a b', '[', '127.0.0.1:port']) expect((await ask('/mcp/acme', host)).status).toBe(400);
});

it('a path that names nothing does not exist', async () => {
  for (const path of ['//evil.example/mcp/acme', '/http://127.0.0.1/mcp/acme'])
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
});
