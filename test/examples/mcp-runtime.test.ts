/**
 * The example of a runtime, taken along its README's way: not connected, the page, connected, the result.
 * Covers examples/mcp-runtime/call-tool.ts, examples/mcp-runtime/gateway.ts, examples/mcp-runtime/settings.ts,
 * examples/mcp-runtime/upstream-tools.ts, examples/mcp-runtime/answer-failure.ts, client/src/call-one-tool.ts.
 */
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { UrlElicitationRequiredError } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { FetchLike } from '../../client/src/index.ts';
import { callTool, type Kind } from '../../examples/mcp-runtime/call-tool.ts';
import { type Gateway, startGateway } from '../../examples/mcp-runtime/gateway.ts';
import { localLambda, localSettings, type Settings } from '../../examples/mcp-runtime/settings.ts';
import { SECRET_HEADER, startFetchHandlerServer } from '../client/fetch-handler-server.ts';
import { CLIENTS, textOf } from '../client/mcp-clients.ts';
import { posted, toolCall } from '../client/upstream.ts';
import { registerServer } from '../client/world-runtime.ts';
import { ADA_AT_DEMO, startWorld, type World } from '../journeys/world.ts';

let world: World;
let gateway: Gateway;
beforeAll(async () => {
  world = await startWorld();
  gateway = await startGateway(settingsIn(world));
});
beforeEach(async () => {
  await world.ada.disconnect('acme', 'demo');
});
afterAll(async () => {
  await gateway?.close();
  await world?.close();
});

/** The example's own, at this world's addresses. */
function settingsIn({ environment: { urls } }: World): Settings {
  const { signIn, injector } = localSettings();
  return {
    port: 0,
    signIn: { ...signIn, issuer: urls.identityProvider, jwksUri: `${urls.identityProvider}/jwks` },
    injector: { ...injector, lambda: localLambda(urls.lambda) },
    servers: [
      { id: 'demo-notes', url: urls.notesMcp },
      { id: 'demo-tasks', url: urls.tasksMcp },
    ],
  };
}

const connectUrl = () =>
  `${world.environment.urls.dashboard}/?connect=demo&workspace=acme&server=demo-notes&account=demo&refusal=`;
const connect = () => world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);

function call(kind: Kind, showPage: (url: string) => Promise<boolean> = () => expect.unreachable()) {
  const url = gateway.urlFor('acme');
  const token = world.tokens.ada;
  return callTool({ url, token, tool: 'list_notes', kind, showPage: (page) => showPage(page.url) });
}

describe.each(['modern', 'legacy'] as const)('T030: a person with a %s client', (kind) => {
  it('is shown our page, connects there, and gets the result', async () => {
    const shown: string[] = [];
    const result = await call(kind, async (url) => {
      shown.push(url);
      await connect();
      return true;
    });
    expect(shown).toEqual([expect.stringContaining(connectUrl())]);
    expect(result.isError).toBeFalsy();
    expect(textOf(result)).toContain(ADA_AT_DEMO);
  });

  it('who did not connect is shown it again', async () => {
    let rounds = 0;
    const result = await call(kind, async () => {
      rounds += 1;
      if (rounds === 2) await connect();
      return true;
    });
    expect(rounds).toBe(2);
    expect(textOf(result)).toContain(ADA_AT_DEMO);
  });
});

it('a person who declines is not asked again, in 2026-07-28', async () => {
  let rounds = 0;
  const result = await call('modern', async () => {
    rounds += 1;
    return false;
  });
  expect(rounds).toBe(1);
  expect(result).toMatchObject({ isError: true });
  expect(textOf(result)).toContain('chose not to connect');
});

it('a client that cannot show pages reads where to connect', async () => {
  const result = await call('plain');
  expect(result).toMatchObject({ isError: true });
  expect(textOf(result)).toContain(connectUrl());
  await connect();
  expect(textOf(await call('plain'))).toContain(ADA_AT_DEMO);
});

/** For clients that send what they are told to, and no token of their own. */
const asAda: FetchLike = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${world.tokens.ada}`);
  return fetch(input, { ...init, headers });
};

it('T030: a client of the old SDK gets the error that names our page, and the result once connected', async () => {
  const client = new OldClient({ name: 'x', version: '1' }, { capabilities: { elicitation: { url: {} } } });
  await client.connect(new OldTransport(new URL(gateway.urlFor('acme')), { fetch: asAda }));
  onTestFinished(() => client.close());
  const error = await client.callTool({ name: 'list_notes' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UrlElicitationRequiredError);
  expect((error as UrlElicitationRequiredError).elicitations).toMatchObject([
    { url: expect.stringContaining(connectUrl()) },
  ]);
  await connect();
  expect(textOf(await client.callTool({ name: 'list_notes' }))).toContain(ADA_AT_DEMO);
});

describe.each(CLIENTS)('the tools of both servers, for %s', (_name, connectClient) => {
  it('are listed without a connection, and called with one', async () => {
    const client = await connectClient(gateway.urlFor('acme'), asAda);
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['list_notes', 'list_tasks']);
    await connect();
    expect(textOf(await client.callTool({ name: 'list_notes' }))).toContain('Analytical engine');
    expect(textOf(await client.callTool({ name: 'list_tasks' }))).toContain('Bernoulli');
    await expect(client.callTool({ name: 'nosuch' })).rejects.toMatchObject({ code: -32602 });
  });
});

describe('who is let in', () => {
  const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: {} };
  const ask = (workspaceId: string, headers: Record<string, string> = {}, message: object = initialize) =>
    fetch(gateway.urlFor(workspaceId), posted(message, headers));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('is nobody without a good token', async () => {
    const { ada } = world.tokens;
    const [head, , signature] = ada.split('.');
    const forged = `${head}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.${signature}`;
    for (const headers of [{}, bearer('x'), bearer('a.b.c'), bearer(forged)]) {
      const response = await ask('acme', headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
  });

  it('T047: is nobody of another workspace', async () => {
    expect((await ask('acme', bearer(world.tokens.mallory))).status).toBe(403);
    expect((await ask('nosuch', bearer(world.tokens.ada))).status).toBe(403);
  });

  it('is no web page', async () => {
    const headers = { ...bearer(world.tokens.ada), origin: 'https://pages.example' };
    expect((await ask('acme', headers)).status).toBe(403);
  });

  it('is nobody in somebody else’s session', async () => {
    const capabilities = { capabilities: {}, clientInfo: { name: 'x', version: '1' } };
    const params = { protocolVersion: '2025-11-25', ...capabilities };
    const opened = await ask('acme', bearer(world.tokens.ada), { ...initialize, params });
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? expect.unreachable() };
    await opened.body?.cancel();
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    const own = await ask('acme', { ...bearer(world.tokens.ada), ...session }, list);
    expect(own.status).toBe(200);
    await own.body?.cancel();
    expect((await ask('acme', { ...bearer(world.tokens.bob), ...session }, list)).status).toBe(404);
    expect((await ask('globex', { ...bearer(world.tokens.ada), ...session }, list)).status).toBe(404);
  });
});

it('takes no `requestState` that it did not give out for this very call', async () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { url: {} } },
  };
  const ask = async (tool: string, requestState?: string) => {
    const { params, ...rest } = toolCall(tool);
    const inputResponses = { connect: { action: 'accept' } };
    const repeated = requestState === undefined ? {} : { requestState, inputResponses };
    const message = { ...rest, params: { ...params, ...repeated, _meta: meta } };
    const headers = {
      authorization: `Bearer ${world.tokens.ada}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': tool,
    };
    return (await fetch(gateway.urlFor('acme'), posted(message, headers))).json();
  };
  const { result } = (await ask('list_notes')) as { result: { resultType: string; requestState: string } };
  expect(result.resultType).toBe('input_required');
  expect(await ask('list_notes', result.requestState)).toMatchObject({
    result: { resultType: 'input_required' },
  });
  const refused = { error: { code: -32602, data: { reason: 'invalid_request_state' } } };
  expect(await ask('list_notes', `${result.requestState}x`)).toMatchObject(refused);
  expect(await ask('list_tasks', result.requestState)).toMatchObject(refused);
});

it('T148: what the MCP client brings as its own credentials does not travel on', async () => {
  await connect();
  const upstream = await startFetchHandlerServer(`${world.environment.urls.demoProvider}/api/notes`);
  const placements = [{ in: 'header', name: SECRET_HEADER, value: '{accessToken}' }];
  await registerServer(world, 'acme', 'own-plain', { url: upstream.url, placements, binding: 'request' });
  const settings = { ...settingsIn(world), servers: [{ id: 'own-plain', url: upstream.url }] };
  const own = await startGateway(settings);
  onTestFinished(own.close);
  const result = await callTool({
    url: own.urlFor('acme'),
    token: world.tokens.ada,
    tool: 'get_me',
    kind: 'modern',
    showPage: () => expect.unreachable(),
  });
  expect(textOf(result)).toMatch(/ada@demo.test.* by the way: \[removed\]$/s);
  expect(upstream.received.length).toBeGreaterThan(2);
  expect(JSON.stringify(upstream.received)).not.toContain(world.tokens.ada);
  expect(upstream.received.filter(({ headers }) => headers[SECRET_HEADER.toLowerCase()])).toHaveLength(1);
});
