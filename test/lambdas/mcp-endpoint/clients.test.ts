/**
 * Unmodified MCP clients list and call the tools of a real MCP server through API Gateway.
 * Covers lambdas/mcp-endpoint.ts, lambdas/mcp-server-fetch.ts, src/aws/rest-api/streamed-answer.ts,
 * src/aws/rest-api/request-of-event.ts, lib/http/mcp-endpoint.ts.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { CLIENTS, textOf } from '../../client/mcp-clients.ts';
import { answerFunctions } from '../../setup/stand-in-fetch.ts';
import { issuerFetch } from '../issuer-stand-in.ts';
import { ADDRESS, type McpEndpointWorld, startMcpEndpoint } from './operators-endpoint.ts';

let mcp: McpEndpointWorld;
// The server's address is https on a host of the operator's, which no test can reach.
vi.mock('../../../lambdas/mcp-server-fetch.ts', () => ({
  serverFetch: (_url: string, init: RequestInit) => fetch(mcp.upstream.origin, init),
}));
answerFunctions(issuerFetch);
beforeAll(async () => {
  mcp = await startMcpEndpoint();
});
beforeEach(() => mcp.forget());
afterAll(() => mcp?.close());

describe.each(CLIENTS)('%s', (_name, connectClient) => {
  it.each(['', '/acme'])('lists and calls the tools of its workspace at %j', async (path) => {
    const client = await connectClient(`${ADDRESS}${path}`, await mcp.signedIn(path));
    onTestFinished(() => client.close());
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toContain('crm__find');
    expect(textOf(await client.callTool({ name: 'crm__find' }))).toBe('found');
    expect(mcp.invoked.length).toBeGreaterThan(2);
  });

  it('T233: has the tools of one server under their own names, and the server never sees the caller’s token', async () => {
    const client = await connectClient(`${ADDRESS}/acme/crm`, await mcp.signedIn('/acme/crm'));
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['find', 'slow']);
    expect(textOf(await client.callTool({ name: 'find' }))).toBe('found');
    expect(mcp.arrived.length).toBeGreaterThan(0);
    expect(JSON.stringify(mcp.arrived)).not.toContain('eyJ');
  });
});

it.each(['auto', 'legacy'] as const)('progress arrives while the call runs (%s)', async (mode) => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const fetch = await mcp.signedIn('/acme/crm');
  await client.connect(new StreamableHTTPClientTransport(new URL(`${ADDRESS}/acme/crm`), { fetch }));
  onTestFinished(() => client.close());
  const seen: unknown[] = [];
  const onprogress = ({ message }: { message?: string }) => {
    seen.push(message);
    // The server goes on only when the client has its progress.
    mcp.goOn();
  };
  const result = await client.callTool({ name: 'slow', arguments: {} }, { onprogress });
  expect(textOf(result)).toBe('done');
  expect(seen).toEqual(['half']);
});
