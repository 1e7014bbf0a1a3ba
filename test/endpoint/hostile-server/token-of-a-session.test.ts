/**
 * How long a server has the token of a session that it keeps.
 * Covers src/endpoint/upstream/with-upstream.ts, src/endpoint/upstream/call-server-tool.ts,
 * src/endpoint/tools/answer-call.ts.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { CLIENTS, textOf } from '../../client/mcp-clients.ts';
import { TOKEN_HEADER as SESSION_TOKEN, startSessionServer } from '../../client/session-server.ts';
import { ADA_AT_DEMO } from '../../journeys/world.ts';
import { bearing } from '../bearing.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer } from '../upstream-server.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

describe.each(CLIENTS)('a server that keeps the token of a session, for %s', (_name, connectClient) => {
  it('is initialized, called and ended within one request', async () => {
    const { world, address, tokens } = endpoint;
    const upstream = await startSessionServer(`${world.environment.urls.demoProvider}/api/notes`);
    const { id } = await putServer(endpoint, upstream, { binding: 'session', header: SESSION_TOKEN });
    const client = await connectClient(`${address}/acme/${id}`, bearing(tokens.ada));
    onTestFinished(() => client.close());
    const result = textOf(await client.callTool({ name: 'get_self' }));
    expect(result).toContain(ADA_AT_DEMO);
    expect(result).toMatch(/with \[removed\]$/);
    expect(upstream.open.size).toBe(0);
    const ended = () => upstream.received.filter(({ method }) => method === 'DELETE').length;
    expect(ended()).toBe(1);
    expect(upstream.received.at(-1)?.method).toBe('DELETE');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['get_self', 'delete_all']);
    // The list was asked for without a token, and its session ends too.
    await vi.waitFor(() => expect(ended()).toBe(2));
    expect(upstream.open.size).toBe(0);
  });
});
