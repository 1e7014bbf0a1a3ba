/**
 * In which workspace a request is let in.
 * Covers src/endpoint/visit.ts, src/endpoint/refuse.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { ask, bearer } from './asking.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
afterAll(() => endpoint?.close());

describe('a workspace', () => {
  it('T047: of which the caller is no member does not exist; ~me is everybody’s own', async () => {
    const { ada, mallory } = endpoint.tokens;
    expect((await ask(`${endpoint.address}/acme`, bearer(mallory))).status).toBe(404);
    for (const path of ['/nosuch', '/~Me', '/%7Eme', `/~${'A'.repeat(43)}`])
      expect((await ask(`${endpoint.address}${path}`, bearer(ada))).status).toBe(404);
    for (const token of [ada, mallory])
      expect((await ask(`${endpoint.address}/~me`, bearer(token))).status).toBe(200);
  });

  it('T225: is the only one of the token, and of several none', async () => {
    const { ada, bob } = endpoint.tokens;
    expect((await ask(endpoint.address, bearer(bob))).status).toBe(200);
    const refused = await ask(endpoint.address, bearer(ada));
    expect(refused.status).toBe(403);
    const addresses = [`${endpoint.address}/acme`, `${endpoint.address}/globex`];
    expect(await refused.json()).toMatchObject({
      code: 'several_workspaces',
      addresses,
      detail: expect.stringContaining(addresses.join(', ')),
    });
  });
});
