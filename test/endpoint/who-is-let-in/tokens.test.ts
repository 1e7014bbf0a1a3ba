/**
 * Whose token lets a request in, and what all others are told.
 * Covers src/endpoint/visit.ts, src/endpoint/refuse.ts, src/endpoint/node-face.ts, src/endpoint/endpoint-ports.ts,
 * local/endpoint-server.ts.
 */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '../../../local/mint-token.ts';
import { Problem } from '../../../src/broker/errors.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { ask, bearer } from './asking.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
afterAll(() => endpoint?.close());

describe('the environment’s own endpoint, whose audience is the address called', () => {
  const own = () => endpoint.world.environment.urls.endpoint;
  const tokenFor = (audience: string) =>
    mintToken({ stateDir: endpoint.world.stateDir, person: 'ada', audience, minutes: 5, now: Date.now() });

  it('T225: takes a token for the very address, and no other', async () => {
    const addresses = [own(), `${own()}/acme`, `${own()}/globex`, `${own()}/acme/demo-notes`];
    for (const of of [...addresses, 'urn:connections:local', `${own()}/`, own().toUpperCase()]) {
      const token = await tokenFor(of);
      for (const address of addresses) {
        const { status } = await ask(address, bearer(token));
        // Ada has two workspaces, so the bare address is for others.
        const allowed = address === own() ? 403 : 200;
        expect([of, address, status]).toEqual([of, address, of === address ? allowed : 401]);
      }
    }
  });

  it('T225: its tokens are refused at the HTTP API, and the dashboard’s here', async () => {
    const { api } = endpoint.world.environment.urls;
    const connections = `${api}/v1/workspaces/acme/connections`;
    expect((await fetch(connections, { headers: bearer(endpoint.world.tokens.ada) })).status).toBe(200);
    for (const audience of [own(), `${own()}/acme`])
      expect((await fetch(connections, { headers: bearer(await tokenFor(audience)) })).status).toBe(401);
    expect((await ask(`${own()}/acme`, bearer(endpoint.world.tokens.ada))).status).toBe(401);
  });
});

describe('a caller without a good token', () => {
  it('is told where the metadata is, for each address, and the metadata names that address', async () => {
    for (const path of ['', '/acme', '/acme/demo-notes', '/~me', '/nosuch']) {
      const address = `${endpoint.address}${path}`;
      const refused = await ask(address);
      expect(refused.status).toBe(401);
      const place = `${endpoint.address}/.well-known/oauth-protected-resource${path}`;
      expect(refused.headers.get('www-authenticate')).toBe(
        `Bearer resource_metadata="${place}", scope="connections"`,
      );
      const { origin, pathname } = new URL(address);
      for (const url of [place, `${origin}/.well-known/oauth-protected-resource${pathname}`])
        expect(await (await fetch(url)).json()).toEqual({
          resource: address,
          authorization_servers: [endpoint.world.environment.urls.identityProvider],
          scopes_supported: ['connections'],
          bearer_methods_supported: ['header'],
        });
    }
  });

  it('T225: reads the same metadata, whatever Host says', async () => {
    const { hostname, port, origin } = new URL(endpoint.address);
    const read = (path: string, host: string) =>
      new Promise<string>((resolve, reject) => {
        const asked = httpRequest({ hostname, port, path, headers: { host } }, async (response) => {
          resolve(Buffer.concat(await response.toArray()).toString());
        });
        asked.once('error', reject).end();
      });
    for (const path of [
      '/mcp/.well-known/oauth-protected-resource/acme',
      '/.well-known/oauth-protected-resource/mcp/acme',
    ])
      for (const host of ['localhost', 'localhost:1', '127.0.0.1:2'])
        expect(JSON.parse(await read(path, host)).resource).toBe(`${origin}/mcp/acme`);
  });

  it.each(['x', 'a.b.c', ''])('with the token %j is told that it is not valid', async (token) => {
    const refused = await ask(`${endpoint.address}/acme`, { authorization: `Bearer ${token}` });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(
      /^Bearer error="invalid_token", resource_metadata="/,
    );
  });

  it('is refused with a forged token, and with a token of nobody’s scheme', async () => {
    const [head, , signature] = endpoint.tokens.ada.split('.');
    const forged = `${head}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.${signature}`;
    expect((await ask(`${endpoint.address}/acme`, bearer(forged))).status).toBe(401);
    const basic = { authorization: `Basic ${endpoint.tokens.ada}` };
    expect((await ask(`${endpoint.address}/acme`, basic)).status).toBe(401);
  });

  it('is refused for every method alike', async () => {
    for (const method of ['GET', 'DELETE', 'PUT', 'OPTIONS'])
      expect((await fetch(`${endpoint.address}/acme`, { method })).status).toBe(401);
  });
});

it.each([
  ['temporarily_unavailable', 503],
  ['workspace_claim_refused', 403],
] as const)('a caller who cannot be verified (%s) gets %i, and no challenge', async (code, status) => {
  const address = await endpoint.another({ verifyCaller: () => Promise.reject(new Problem(code)) });
  const refused = await ask(`${address}/acme`, bearer('x'));
  expect(refused.status).toBe(status);
  expect(refused.headers.get('www-authenticate')).toBeNull();
  expect(await refused.json()).toMatchObject({ code });
});

it('a fault of our own is told without its text', async () => {
  const verifyCaller = () => Promise.reject(new Error('secret-text'));
  const refused = await ask(`${await endpoint.another({ verifyCaller })}/acme`, bearer('x'));
  expect(refused.status).toBe(500);
  expect(await refused.text()).not.toContain('secret-text');
  expect(endpoint.logged.at(-1)).toContain('unhandled');
  expect(endpoint.logged.join()).not.toContain('secret-text');
});
