/**
 * Which requests are refused whoever sends them.
 * Covers src/endpoint/node-face.ts, src/endpoint/refuse.ts, local/endpoint-server.ts.
 */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { ask, bearer } from './asking.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
afterAll(() => endpoint?.close());

describe('a web page', () => {
  it.each([
    ['of another origin', { origin: 'https://pages.example' }],
    ['of no origin', { origin: 'null' }],
  ])('%s is refused before its token is looked at', async (_who, headers) => {
    const response = await ask(`${endpoint.address}/acme`, { ...bearer(endpoint.tokens.ada), ...headers });
    expect(response.status).toBe(403);
  });

  it('that reaches the endpoint by a name of its own is refused', async () => {
    const { hostname, port } = new URL(endpoint.address);
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example']) {
      const status = await new Promise((resolve, reject) => {
        const headers = { host, ...bearer(endpoint.tokens.ada) };
        const asked = httpRequest(
          { hostname, port, path: '/mcp/acme', method: 'POST', headers },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        asked.once('error', reject).end();
      });
      expect(status).toBe(403);
    }
  });
});

describe('a request that is no message', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${endpoint.address}/acme`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(endpoint.tokens.ada), ...headers },
      body,
    });

  it('is refused by what it is', async () => {
    expect((await post('{')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(`"${'x'.repeat(5 * 1024 * 1024)}"`)).status).toBe(413);
    expect((await post('"text"')).status).toBe(400);
  });
});
