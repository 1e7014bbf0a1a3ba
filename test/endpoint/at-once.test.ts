/**
 * How many questions one person has at once, of whatever kind.
 * Covers src/endpoint/tools/at-once.ts, src/endpoint/mcp-server.ts, src/endpoint/tools/answer-call.ts, src/endpoint/endpoint.ts.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ENDPOINT_LIMITS as LIMITS } from '../../src/endpoint/limits.ts';
import { posted, toolCall } from '../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from './endpoint-world.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
afterAll(() => endpoint?.close());

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Another process, whose injector answers to nobody before the test lets it. */
async function heldEndpoint() {
  let release = () => undefined as unknown;
  const held = new Promise<void>((resolve) => {
    release = () => resolve();
  });
  const { client } = endpoint.injector;
  const servers = vi.fn(async (...asked: Parameters<typeof client.servers>) => {
    await held;
    return client.servers(...asked);
  });
  const address = await endpoint.another({ injector: { ...client, servers } });
  return { address: `${address}/acme`, servers, release: () => release() };
}

async function ask(
  address: string,
  { method, tool, person = 'ada' }: { method: string; tool?: string; person?: 'ada' | 'bob' },
): Promise<string> {
  const named = tool !== undefined && { name: tool, arguments: {} };
  const headers = {
    authorization: `Bearer ${endpoint.tokens[person]}`,
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(tool !== undefined && { 'mcp-name': tool }),
  };
  const message = { jsonrpc: '2.0', id: 1, method, params: { ...named, _meta: META } };
  return (await fetch(address, posted(message, headers))).text();
}

it.each([
  ['lists', { method: 'tools/list' }, LIMITS.listsAtOnce, 'Too many lists'],
  ['unknown names', { method: 'tools/call', tool: 'nosuch' }, LIMITS.callsAtOnce, 'Too many calls'],
  ['“connect”', { method: 'tools/call', tool: 'demo-notes__connect' }, LIMITS.callsAtOnce, 'Too many calls'],
])(
  'T232: of %s there are so many, and no further one asks the injector',
  async (_what, asked, most, words) => {
    const { address, servers, release } = await heldEndpoint();
    const running = Array.from({ length: most }, () => ask(address, asked));
    await vi.waitFor(() => expect(servers).toHaveBeenCalledTimes(most), { timeout: 20_000 });
    const further = await Promise.all(Array.from({ length: 5 }, () => ask(address, asked)));
    for (const answer of further) expect(answer).toContain(words);
    expect(servers).toHaveBeenCalledTimes(most);
    // What another person asks for is not counted among these.
    const others = ask(address, { ...asked, person: 'bob' });
    await vi.waitFor(() => expect(servers).toHaveBeenCalledTimes(most + 1));
    release();
    for (const answer of await Promise.all([...running, others])) expect(answer).not.toContain(words);
    expect(await ask(address, asked)).not.toContain(words);
  },
);

it.each([
  ['of calls', [toolCall('demo-notes__list_notes'), toolCall('demo-notes__list_notes')]],
  ['of one list', [{ jsonrpc: '2.0', id: 1, method: 'tools/list' }]],
  ['of 2026-07-28', [{ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: META } }]],
  ['of an initialize', [{ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} }]],
  ['of notifications', [{ jsonrpc: '2.0', method: 'notifications/initialized' }]],
  ['of nothing', []],
])('T232: a batch %s is refused, whatever else is right', async (_what, batch) => {
  const { address, servers } = await heldEndpoint();
  const bearer = { authorization: `Bearer ${endpoint.tokens.ada}` };
  const params = { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
  const begun = await fetch(address, posted({ jsonrpc: '2.0', id: 0, method: 'initialize', params }, bearer));
  await begun.text();
  const session = { 'mcp-session-id': begun.headers.get('mcp-session-id') ?? expect.unreachable() };
  for (const headers of [
    { ...bearer, ...session },
    { ...bearer, ...session, 'mcp-protocol-version': '2025-03-26' },
    { ...bearer, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
  ]) {
    const refused = await fetch(address, posted(batch, headers));
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: expect.any(String) } },
    ]);
  }
  expect(servers).not.toHaveBeenCalled();
});
