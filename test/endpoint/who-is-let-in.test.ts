/**
 * Whose requests reach an MCP server, and what all others get.
 * Covers src/endpoint/visit.ts, src/endpoint/refuse.ts, src/endpoint/session-id.ts, src/endpoint/serve-legacy.ts,
 * src/endpoint/node-face.ts, src/endpoint/endpoint-ports.ts, local/endpoint-server.ts.
 */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '../../local/mint-token.ts';
import { Problem } from '../../src/broker/errors.ts';
import { posted } from '../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from './endpoint-world.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
afterAll(() => endpoint?.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const CLIENT = { capabilities: {}, clientInfo: { name: 'x', version: '1' } };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', ...CLIENT },
};
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

function ask(url: string, headers: Record<string, string> = {}, message: object = INITIALIZE) {
  return fetch(url, posted(message, headers));
}

async function sessionAt(url: string, token: string, message: object = INITIALIZE): Promise<string> {
  const response = await ask(url, bearer(token), message);
  await response.text();
  return response.headers.get('mcp-session-id') ?? expect.unreachable();
}

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
  expect(endpoint.logged.join()).not.toContain('secret-text');
});

describe('a session of an older client', () => {
  const acme = () => `${endpoint.address}/acme`;
  const withSession = (token: string, session: string) => ({ ...bearer(token), 'mcp-session-id': session });

  it('T231: is that of its person, workspace and path alone', async () => {
    const { ada, bob } = endpoint.tokens;
    const session = await sessionAt(acme(), ada);
    const own = await ask(acme(), withSession(ada, session), LIST);
    expect(own.status).toBe(200);
    await own.text();
    for (const [url, token] of [
      [acme(), bob],
      [`${endpoint.address}/globex`, ada],
      [`${endpoint.address}/acme/demo-notes`, ada],
      [`${endpoint.address}`, bob],
    ] as const) {
      const foreign = await ask(url, withSession(token, session), LIST);
      expect(foreign.status).toBe(404);
      expect(await foreign.json()).toMatchObject({ error: { code: -32001 } });
      const headers = withSession(token, session);
      expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(404);
    }
  });

  it('T231: does not hold without its token', async () => {
    const session = await sessionAt(acme(), endpoint.tokens.ada);
    for (const method of ['POST', 'GET', 'DELETE'])
      expect((await fetch(acme(), { method, headers: { 'mcp-session-id': session } })).status).toBe(401);
  });

  it('T231: that was altered in any one character is none', async () => {
    const session = await sessionAt(acme(), endpoint.tokens.ada);
    for (let at = 0; at < session.length; at += 1) {
      const other = session[at] === 'A' ? 'B' : 'A';
      const altered = `${session.slice(0, at)}${other}${session.slice(at + 1)}`;
      expect((await ask(acme(), withSession(endpoint.tokens.ada, altered), LIST)).status).toBe(404);
    }
    for (const bad of [
      'x',
      `${session}A`,
      `${session}=`,
      session.slice(0, -1),
      `${session}.`,
      'A'.repeat(10_000),
    ])
      expect((await ask(acme(), withSession(endpoint.tokens.ada, bad), LIST)).status).toBe(404);
  });

  it('holds in another process, and for a week', async () => {
    const other = `${await endpoint.another()}/acme`;
    const { world, tokens } = endpoint;
    const session = await sessionAt(acme(), tokens.ada);
    const status = async (url: string) => (await ask(url, withSession(tokens.ada, session), LIST)).status;
    expect(await status(other)).toBe(200);
    const verifyCaller = async () => ({
      ...{ issuer: world.environment.urls.identityProvider, subject: 'ada' },
      roles: new Map([['acme', 'admin' as const]]),
    });
    const day = 24 * 3600 * 1000;
    let ahead = 0;
    const clock = { ...world.environment.ports.clock, now: () => world.now() + ahead };
    const later = `${await endpoint.another({ verifyCaller, clock })}/acme`;
    ahead = 6 * day;
    expect(await status(later)).toBe(200);
    ahead = 9 * day;
    expect(await status(later)).toBe(404);
  });

  it('is needed, and two of one person are two', async () => {
    const missing = await ask(acme(), bearer(endpoint.tokens.ada), LIST);
    expect(missing.status).toBe(400);
    expect(await sessionAt(acme(), endpoint.tokens.ada)).not.toBe(
      await sessionAt(acme(), endpoint.tokens.ada),
    );
  });

  it('is refused for GET, and its end is not kept', async () => {
    const session = await sessionAt(acme(), endpoint.tokens.ada);
    const headers = { ...withSession(endpoint.tokens.ada, session), accept: 'text/event-stream' };
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const refused = await fetch(acme(), { method, headers });
      expect(refused.status).toBe(405);
      expect(refused.headers.get('allow')).toBe('POST');
    }
  });

  it('declares tools, and nothing that would be told later', async () => {
    const response = await ask(acme(), bearer(endpoint.tokens.ada));
    const data = /^data: (.*)$/m.exec(await response.text())?.[1] ?? expect.unreachable();
    expect(JSON.parse(data).result).toMatchObject({ protocolVersion: '2025-11-25' });
    expect(JSON.parse(data).result.capabilities).toEqual({ tools: {} });
  });
});

it('a client of 2026-07-28 gets no session, and no stream of changes', async () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const asked = (method: string, params: object = {}) =>
    ask(
      `${endpoint.address}/acme`,
      { ...bearer(endpoint.tokens.ada), 'mcp-protocol-version': '2026-07-28', 'mcp-method': method },
      { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } },
    );
  const listed = await asked('tools/list');
  expect(listed.headers.get('mcp-session-id')).toBeNull();
  expect(await listed.json()).toMatchObject({ result: { ttlMs: 0, cacheScope: 'private' } });
  const discovered = await asked('server/discover');
  expect(await discovered.json()).toMatchObject({ result: { capabilities: { tools: {} } } });
  const listening = await asked('subscriptions/listen', { notifications: { toolsListChanged: true } });
  expect(await listening.text()).toContain('"error"');
  for (const method of ['resources/list', 'prompts/list', 'logging/setLevel', 'completion/complete'])
    expect(await (await asked(method)).text()).toContain('-32601');
});

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
