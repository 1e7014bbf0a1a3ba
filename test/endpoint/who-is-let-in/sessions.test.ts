/**
 * Whose session lets a request in, and which clients have none.
 * Covers src/endpoint/session-id.ts, src/endpoint/serve-legacy.ts, src/endpoint/visit.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { ask, bearer, LIST, sessionAt } from './asking.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
afterAll(() => endpoint?.close());

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
