/**
 * The client in front of the whole local environment: real injector, real MCP servers, real MCP clients.
 * Covers client/src/injecting-fetch.ts, client/src/injector.ts, client/src/system.ts, local/lambda-endpoint.ts,
 * local/mcp-servers.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { injectingFetch, repeatableTools } from '../../client/src/index.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type World } from '../journeys/world.ts';
import { SECRET_HEADER, startFetchHandlerServer } from './fetch-handler-server.ts';
import { CLIENTS, textOf } from './mcp-clients.ts';
import { answerJson, posted, startUpstream, toolCall } from './upstream.ts';
import { registerServer, startConnectedRuntimes, type WorldRuntime, worldRuntime } from './world-runtime.ts';

let world: World;
let ada: WorldRuntime;
let mallory: WorldRuntime;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, ada, mallory, close } = await startConnectedRuntimes());
});
beforeEach(() => {
  ada.asked.length = 0;
});
afterAll(() => close());

const SERVERS = [
  { server: 'demo-notes', at: 'notesMcp', tool: 'list_notes' },
  { server: 'demo-tasks', at: 'tasksMcp', tool: 'list_tasks' },
] as const;
const callsAtApi = () => world.environment.demoProvider.apiRequests;

describe.each(CLIENTS)('%s', (_name, connect) => {
  it.each(SERVERS)('calls $tool with a token, and lists without one', async ({ server, at, tool }) => {
    const { injector, asked } = ada;
    const fetch = injectingFetch({ injector, workspaceId: 'acme', server });
    const client = await connect(world.environment.urls[at], fetch);
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([tool]);
    expect(asked).toEqual([]);
    expect(textOf(await client.callTool({ name: tool }))).toContain(ADA_AT_DEMO);
    expect(asked.map(({ operation }) => operation)).toEqual([
      expect.objectContaining({ kind: 'call', server, tool, host: new URL(world.environment.urls[at]).host }),
    ]);
  });

  it('T056: gets each workspace’s own token, however calls are interleaved', async () => {
    const { notesMcp } = world.environment.urls;
    const of = async (runtime: WorldRuntime, workspaceId: string) => {
      const { injector } = runtime;
      const client = await connect(notesMcp, injectingFetch({ injector, workspaceId, server: 'demo-notes' }));
      onTestFinished(() => client.close());
      return client;
    };
    const [acme, globex] = [await of(ada, 'acme'), await of(mallory, 'globex')];
    const rounds = Array.from({ length: 8 }, async () => [
      textOf(await acme.callTool({ name: 'list_notes' })),
      textOf(await globex.callTool({ name: 'list_notes' })),
    ]);
    for (const [ofAcme, ofGlobex] of await Promise.all(rounds)) {
      expect(ofAcme).toContain(ADA_AT_DEMO);
      expect(ofAcme).not.toContain(BOB_AT_DEMO);
      expect(ofGlobex).toContain(BOB_AT_DEMO);
      expect(ofGlobex).not.toContain(ADA_AT_DEMO);
    }
    expect(new Set(ada.asked.map(({ operation }) => operation.id)).size).toBe(8);
  });

  it('is told where to connect, as the error of its own call', async () => {
    const { injector } = ada;
    const fetch = injectingFetch({
      injector,
      workspaceId: 'globex',
      server: 'demo-notes',
      connectionId: 'demo~x',
    });
    const client = await connect(world.environment.urls.notesMcp, fetch);
    onTestFinished(() => client.close());
    const before = callsAtApi().length;
    await expect(client.callTool({ name: 'list_notes' })).rejects.toMatchObject({
      code: 'not_injected',
      reason: 'not_connected',
      connectUrl: expect.stringContaining(
        `${world.environment.urls.dashboard}/?connect=demo&workspace=globex&server=demo-notes&account=demo%7Ex&`,
      ),
    });
    expect(callsAtApi()).toHaveLength(before);
  });
});

describe('the injector', () => {
  it('T047: hands out nothing for a workspace that is not the caller’s', async () => {
    const fetch = injectingFetch({ injector: mallory.injector, workspaceId: 'acme', server: 'demo-notes' });
    await expect(fetch(world.environment.urls.notesMcp, posted(toolCall()))).rejects.toMatchObject({
      reason: 'caller_not_authorized',
    });
  });

  it('T140: hands out nothing for another host than the server’s', async () => {
    const elsewhere = await startUpstream((_request, response) => answerJson(response, {}));
    const fetch = injectingFetch({ injector: ada.injector, workspaceId: 'acme', server: 'demo-notes' });
    await expect(fetch(elsewhere.url, posted(toolCall()))).rejects.toMatchObject({
      reason: 'host_not_allowed',
    });
    expect(elsewhere.received).toEqual([]);
  });

  it('says how servers stand, without spending an id', async () => {
    const servers = ['demo-notes', 'github-mcp', 'nosuch'];
    expect(await ada.injector.check({ workspaceId: 'acme', servers })).toEqual([
      { server: 'demo-notes', ready: true, connectionId: 'demo' },
      expect.objectContaining({ ready: false, reason: 'not_connected', connectUrl: expect.any(String) }),
      expect.objectContaining({ ready: false, reason: 'unknown_server' }),
    ]);
    await expect(mallory.injector.check({ workspaceId: 'acme', servers })).rejects.toMatchObject({
      reason: 'caller_not_authorized',
    });
  });
});

describe('a plain fetch-handler server with a header of its own', () => {
  let number = 0;
  it.each(CLIENTS)('serves %s; T151: and what it lets slip is taken out', async (_name, connect) => {
    const upstream = await startFetchHandlerServer(`${world.environment.urls.demoProvider}/api/notes`);
    const server = `own-plain-${++number}`;
    await registerServer(world, 'acme', server, {
      url: upstream.url,
      placements: [{ in: 'header', name: SECRET_HEADER, value: '{accessToken}' }],
      binding: 'request',
    });
    const leaks: unknown[] = [];
    const onLeak = (leak: unknown) => leaks.push(leak);
    const { injector } = ada;
    const fetch = injectingFetch({ injector, workspaceId: 'acme', server, onLeak });
    const client = await connect(upstream.url, fetch);
    onTestFinished(() => client.close());
    await client.listTools();
    const text = textOf(await client.callTool({ name: 'get_me' }));
    expect(text).toContain(ADA_AT_DEMO);
    expect(text).toMatch(/by the way: \[removed\]$/);
    expect(leaks).toEqual([{ server }]);
    const withSecret = upstream.received.filter(({ headers }) => headers[SECRET_HEADER.toLowerCase()]);
    expect(withSecret.map(({ body }) => JSON.parse(body).method)).toEqual(['tools/call']);
  });
});

describe('T135: a token that the server refuses', () => {
  it('is refreshed by the broker, and the call of a tool that only reads succeeds with the new one', async () => {
    let refused: string | undefined;
    const upstream = await startUpstream(({ headers }, response) => {
      refused ??= headers.authorization;
      const isFresh = headers.authorization !== refused;
      answerJson(response, { jsonrpc: '2.0', id: 1, result: {} }, isFresh ? 200 : 401);
    });
    await registerServer(world, 'acme', 'own-picky', {
      url: upstream.url,
      placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
      binding: 'request',
    });
    const isSafeToRepeat = repeatableTools([{ name: 'list_notes', annotations: { readOnlyHint: true } }]);
    const fetch = injectingFetch({
      injector: ada.injector,
      workspaceId: 'acme',
      server: 'own-picky',
      isSafeToRepeat,
    });
    expect((await fetch(upstream.url, posted(toolCall('list_notes')))).status).toBe(200);
    expect(ada.asked.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([
      undefined,
      expect.any(Number),
    ]);
    const sent = upstream.received.map(({ headers }) => headers.authorization);
    expect(new Set(sent).size).toBe(2);
  });
});

it('T137: an id that the broker has seen is refused, and not tried again', async () => {
  const { injector } = ada;
  const fetch = injectingFetch({ injector, workspaceId: 'acme', server: 'demo-notes' });
  await fetch(world.environment.urls.notesMcp, posted(toolCall()));
  const spent = ada.asked[0]?.operation.id ?? expect.unreachable();
  const again = worldRuntime(world, 'ada', () => spent);
  onTestFinished(again.close);
  await expect(
    injectingFetch({ injector: again.injector, workspaceId: 'acme', server: 'demo-notes' })(
      world.environment.urls.notesMcp,
      posted(toolCall()),
    ),
  ).rejects.toMatchObject({ reason: 'tool_call_replayed' });
  expect(again.asked).toHaveLength(1);
});
