/** Covers local/mcp-servers.ts. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startMcpServers } from '../../local/mcp-servers.ts';

const TOKEN = 'a-token-that-must-not-come-back';

/** Stands for the demo provider's API and keeps what it was sent. */
async function startApi(status = 200) {
  const requests: { path: string | undefined; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url, authorization: request.headers.authorization });
    response.writeHead(status).end(JSON.stringify({ account: 'ada@demo.test' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  return { requests, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function start(api: { origin: string }) {
  const servers = await startMcpServers({ port: 0, demoProviderOrigin: api.origin });
  onTestFinished(servers.close);
  return servers;
}

interface Caller {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(call: { name: string }): Promise<unknown>;
}
type Connect = (url: string, headers: Record<string, string>) => Promise<Caller>;

async function connectModern(mode: 'auto' | 'legacy', url: string, headers: Record<string, string>) {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  onTestFinished(() => client.close());
  return client;
}

async function connectOld(url: string, headers: Record<string, string>) {
  const client = new OldClient({ name: 'test', version: '1' });
  await client.connect(new OldTransport(new URL(url), { requestInit: { headers } }));
  onTestFinished(() => client.close());
  return client as Caller;
}

const CLIENTS: [string, Connect][] = [
  ['a client of the current protocol', (url, headers) => connectModern('auto', url, headers)],
  ['a current client in the old protocol', (url, headers) => connectModern('legacy', url, headers)],
  ['a client of the old SDK', connectOld],
];

describe.each(CLIENTS)('the MCP servers, called by %s', (_name, connect) => {
  test.each([
    ['notes', 'list_notes', '/api/notes', { authorization: `Bearer ${TOKEN}` }],
    ['tasks', 'list_tasks', '/api/tasks', { 'x-mcp-secret-demo-access-token': TOKEN }],
  ] as const)('%s calls the API with the token of its own header', async (server, tool, path, headers) => {
    const api = await startApi();
    const client = await connect((await start(api)).urls[server], headers);

    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([tool]);
    expect(api.requests).toEqual([]);
    const result = await client.callTool({ name: tool });
    expect(result).toMatchObject({ content: [{ type: 'text', text: '{"account":"ada@demo.test"}' }] });
    expect(api.requests).toEqual([{ path, authorization: `Bearer ${TOKEN}` }]);
  });

  test.each([
    ['notes', 'list_notes', { 'x-mcp-secret-demo-access-token': TOKEN }],
    ['tasks', 'list_tasks', { authorization: `Bearer ${TOKEN}` }],
  ] as const)('%s does not take the other’s header', async (server, tool, headers) => {
    const api = await startApi();
    const client = await connect((await start(api)).urls[server], headers);

    const result = await client.callTool({ name: tool });
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'The request has no token.' }],
    });
    expect(api.requests).toEqual([]);
  });

  test('says that the API refused, without the token', async () => {
    const { urls } = await start(await startApi(401));
    const client = await connect(urls.notes, { authorization: `Bearer ${TOKEN}` });

    const result = await client.callTool({ name: 'list_notes' });
    expect(result).toMatchObject({ isError: true, content: [{ text: 'The API answered 401.' }] });
    expect(JSON.stringify(result)).not.toContain(TOKEN);
  });
});

test('the negotiated protocol is the current one where both know it', async () => {
  const { urls } = await start(await startApi());
  const client = await connectModern('auto', urls.notes, {});
  expect(client.getProtocolEra()).toBe('modern');
});

test('the MCP servers refuse a foreign host name and know no other path', async () => {
  const { urls } = await start(await startApi());
  const elsewhere = await fetch(urls.notes, { method: 'POST', headers: { origin: 'http://evil.test' } });
  expect(elsewhere.status).toBe(403);
  expect((await fetch(new URL('/other', urls.notes))).status).toBe(404);
});
