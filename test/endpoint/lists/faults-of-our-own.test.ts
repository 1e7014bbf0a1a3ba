/**
 * What a client is told when the endpoint itself cannot answer.
 * Covers src/endpoint/tools/list-tools.ts, src/endpoint/tools/servers-at.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../client/mcp-clients.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { clientAt } from './listed-tools.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

it('an injector that does not answer makes an error without its text', async () => {
  const servers = () => Promise.reject(new Error('secret-text'));
  const address = await endpoint.another({ injector: { ...endpoint.injector.client, servers } });
  const client = await clientAt(endpoint, `${address}/acme`);
  const error = await client.listTools().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: -32603, message: expect.stringContaining('cannot be listed now') });
  expect(String(error)).not.toContain('secret-text');
  const called = await client.callTool({ name: 'demo-notes__list_notes' });
  expect(textOf(called)).toBe('The call failed. The tool may have run.');
});

it('keys that cannot be had make an error without its text', async () => {
  const address = await endpoint.another({ keys: { of: () => Promise.reject(new Error('secret-text')) } });
  const client = await clientAt(endpoint, `${address}/acme`);
  const error = await client.callTool({ name: 'demo-notes__list_notes' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: -32603,
    message: expect.stringContaining('The endpoint has a fault.'),
  });
  expect(String(error)).not.toContain('secret-text');
});
