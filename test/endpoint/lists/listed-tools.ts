/** What an address lists to a person, and a server whose list is the test’s. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { UNAVAILABLE } from '../../../src/endpoint/tools/list-tools.ts';
import { answerJson, startUpstream, type Upstream } from '../../client/upstream.ts';
import { bearing } from '../bearing.ts';
import type { EndpointWorld } from '../endpoint-world.ts';

/** An MCP client of a person, until the test is over. */
export async function clientAt(
  endpoint: EndpointWorld,
  address: string,
  person: 'ada' | 'bob' = 'ada',
): Promise<Client> {
  const client = new Client({ name: 'x', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  const fetch = bearing(endpoint.tokens[person]);
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { fetch }));
  onTestFinished(() => client.close());
  return client;
}

export async function listed(
  endpoint: EndpointWorld,
  address = `${endpoint.address}/acme`,
  person: 'ada' | 'bob' = 'ada',
) {
  const { tools, _meta } = await (await clientAt(endpoint, address, person)).listTools();
  return { names: tools.map(({ name }) => name), tools, unavailable: _meta?.[UNAVAILABLE] };
}

export const DEMO = ['demo-notes__list_notes', 'demo-tasks__list_tasks'];
/** How often a server was asked by a method. */
export const asked = ({ received }: { received: { body: string }[] }, method = 'tools/list') =>
  received.filter(({ body }) => body.includes(`"${method}"`)).length;

/** A server of 2025 whose answer to `tools/list` is the test's. */
export function listing(
  answer: (id: unknown, response: Parameters<typeof answerJson>[0]) => void,
): Promise<Upstream> {
  return startUpstream(({ body, method: httpMethod }, response) => {
    if (httpMethod !== 'POST') return void response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (method === 'server/discover') return void response.writeHead(400).end();
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'tools/list') return answer(id, response);
    const capabilities = { tools: {} };
    const result = { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 'x', version: '1' } };
    answerJson(response, { jsonrpc: '2.0', id, result });
  });
}

export const result = (id: unknown, tools: unknown[]) => ({ jsonrpc: '2.0', id, result: { tools } });
export const tool = (name: string, more: object = {}) => ({ name, inputSchema: { type: 'object' }, ...more });
