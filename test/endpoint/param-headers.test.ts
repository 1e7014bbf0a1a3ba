/**
 * An argument that a call repeats in an `Mcp-Param-*` header is the same in both, or the call is not made: what stands before
 * the endpoint may have decided by the header. MCP 2026-07-28, Streamable HTTP, "Server Behavior for Custom Headers".
 * Covers src/endpoint/tools/schema-called.ts, src/endpoint/mcp-server.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../client/mcp-clients.ts';
import { posted } from '../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from './endpoint-world.ts';
import { clientAt } from './lists/listed-tools.ts';
import { putServer, startUpstreamServer, text, type UpstreamServer } from './upstream-server.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

const INPUT = {
  type: 'object',
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' }, rest: { type: 'string' } },
};
let upstream: UpstreamServer;
let id: string;
const called: unknown[] = [];
beforeEach(async () => {
  called.length = 0;
  upstream = await startUpstreamServer({
    tools: [{ name: 'query', inputSchema: INPUT }],
    call: ({ arguments: given }) => {
      called.push(given);
      return text('done');
    },
  });
  id = (await putServer(endpoint, upstream)).id;
});

const PLACES = ['one server', 'all servers'] as const;
const placed = (place: (typeof PLACES)[number]) =>
  place === 'one server' ? { path: `/acme/${id}`, name: 'query' } : { path: '/acme', name: `${id}__query` };

function call(
  address: string,
  { name, given, headers }: { name: string; given: object; headers: Record<string, string> },
): Promise<Response> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given, _meta } };
  return fetch(
    address,
    posted(message, {
      authorization: `Bearer ${endpoint.tokens.ada}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
      ...headers,
    }),
  );
}

const MISMATCHES: [string, object, Record<string, string>][] = [
  ['says another value', { region: 'eu' }, { 'Mcp-Param-Region': 'us' }],
  ['says a value that only begins alike', { region: 'eu' }, { 'Mcp-Param-Region': 'eu, us' }],
  ['holds base64 that is none', { region: 'eu' }, { 'Mcp-Param-Region': '=?base64?***?=' }],
  ['holds the base64 of another value', { region: 'eu' }, { 'Mcp-Param-Region': '=?base64?dXM=?=' }],
];

describe.each(PLACES)('at the address of %s', (place) => {
  it.each(MISMATCHES)('a call whose header %s is refused, also as the first of a process', async (...row) => {
    const [, given, headers] = row;
    const { path, name } = placed(place);
    const response = await call(`${await endpoint.another()}${path}`, { name, given, headers });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: expect.objectContaining({ code: -32020 }) }),
    ]);
    expect(called).toEqual([]);
  });

  it('a call without the header is refused once the list is known', async () => {
    const { path, name } = placed(place);
    const address = await endpoint.another();
    await (await clientAt(endpoint, `${address}${path}`)).listTools();
    const response = await call(`${address}${path}`, { name, given: { region: 'eu' }, headers: {} });
    expect([response.status, called]).toEqual([400, []]);
  });

  it.each<[string, object, Record<string, string>]>([
    ['repeats the argument', { region: 'eu' }, { 'Mcp-Param-Region': 'eu' }],
    ['repeats it in base64', { region: 'eu' }, { 'Mcp-Param-Region': '=?base64?ZXU=?=' }],
    ['repeats nothing, as the argument is missing', { rest: 'x' }, {}],
    ['is of no parameter', { rest: 'x' }, { 'Mcp-Param-Other': 'y' }],
  ])('a call whose header %s is made', async (_what, given, headers) => {
    const { path, name } = placed(place);
    const response = await call(`${await endpoint.another()}${path}`, { name, given, headers });
    expect([response.status, called]).toEqual([200, [given]]);
  });

  it('an unmodified client sends the headers that its list wants', async () => {
    const { path, name } = placed(place);
    const client = await clientAt(endpoint, `${await endpoint.another()}${path}`);
    await client.listTools();
    expect(textOf(await client.callTool({ name, arguments: { region: 'eu' } }))).toBe('done');
    expect(called).toEqual([{ region: 'eu' }]);
  });
});
