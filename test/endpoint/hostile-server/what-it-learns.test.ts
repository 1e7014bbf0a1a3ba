/**
 * What a server learns of a request, of its person and of other servers.
 * Covers src/endpoint/upstream/with-upstream.ts, src/endpoint/upstream/call-server-tool.ts,
 * src/endpoint/tools/answer-call.ts, src/mcp/without-listening.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../client/mcp-clients.ts';
import { posted } from '../../client/upstream.ts';
import { ADA_AT_DEMO } from '../../journeys/world.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer, startUpstreamServer, text } from '../upstream-server.ts';
import { willingClient } from './asking.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

it('T233: a server learns the tool and its arguments, and nothing else of the request or of other servers', async () => {
  const start = () =>
    startUpstreamServer({ tools: [{ name: 'x' }], call: ({ name }) => text(`${name} canary-result`) });
  const [first, second, third] = [await start(), await start(), await start()];
  const [one, two, three] = [
    await putServer(endpoint, first),
    await putServer(endpoint, second),
    await putServer(endpoint, third, { discovery: true }),
  ];
  const canaries = {
    'x-canary': 'canary-header',
    cookie: 'canary-cookie',
    baggage: 'canary-baggage',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    tracestate: 'canary-tracestate',
    'user-agent': 'canary-agent',
    'x-forwarded-for': 'canary-address',
  };
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'canary-client', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { experimental: { canary: {} } },
    'com.example/canary': 'canary-meta',
    baggage: 'canary-baggage',
    tracestate: 'canary-tracestate',
    progressToken: 'canary-progress',
  };
  const { ada } = endpoint.tokens;
  const call = async (name: string, given: object) => {
    const params = { name, arguments: given, canary: 'canary-param', _meta: meta };
    const headers = {
      ...canaries,
      ...{ authorization: `Bearer ${ada}`, 'mcp-protocol-version': '2026-07-28' },
      ...{ 'mcp-method': 'tools/call', 'mcp-name': name },
    };
    const message = { jsonrpc: '2.0', id: 'canary-id', method: 'tools/call', params };
    const response = await fetch(`${endpoint.address}/acme`, posted(message, headers));
    expect(response.status).toBe(200);
    return response.text();
  };
  const { client } = await willingClient(endpoint, 'legacy');
  await client.listTools();
  for (const { id } of [one, two, three])
    expect(await call(`${id}__x`, { secret: `only-for-${id}` })).toContain('canary-result');
  for (const [{ id }, { received }] of [
    [one, first],
    [two, second],
    [three, third],
  ] as const) {
    const all = JSON.stringify(received);
    expect(all).toContain(`only-for-${id}`);
    expect(all.split('only-for-')).toHaveLength(2);
    expect(all).not.toMatch(/canary/);
    expect(all).not.toContain(ada);
    expect(all).not.toMatch(/traceparent|tracestate|baggage|0af7651916cd43dd/);
    expect(all).not.toContain(ADA_AT_DEMO);
  }
});

it('a server of 2025 is not asked for a stream of messages of its own', async () => {
  const tools = [{ name: 'x' }];
  const upstream = await startUpstreamServer({ era: 'legacy', tools, call: () => text('done') });
  const { id } = await putServer(endpoint, upstream);
  const { client } = await willingClient(endpoint, 'legacy');
  expect(textOf(await client.callTool({ name: `${id}__x` }))).toBe('done');
  expect(upstream.received.map(({ method }) => method)).not.toContain('GET');
});
