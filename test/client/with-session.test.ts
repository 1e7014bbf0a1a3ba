import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInjector, type FetchLike, type SessionOptions, withSession } from '../../client/src/index.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, startWorld, type World } from '../journeys/world.ts';
import { fakeLambda, injected, type Outcome, refused, TOKEN } from './fake-injector.ts';
import { CLIENTS, textOf } from './mcp-clients.ts';
import { startSessionServer, TOKEN_HEADER } from './session-server.ts';
import { testSystem } from './test-system.ts';
import { answerJson, answerOk, posted, startUpstream, toolCall, type Upstream } from './upstream.ts';
import { registerServer, type WorldRuntime, worldRuntime } from './world-runtime.ts';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error as Error & { code: string },
  );

describe('a session for one tool call, against a server that binds the token at initialize', () => {
  let world: World;
  let ada: WorldRuntime;
  let mallory: WorldRuntime;
  let number = 0;
  beforeAll(async () => {
    world = await startWorld();
    await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
    await world.connect(world.mallory, 'globex', { provider: 'demo' }, BOB_AT_DEMO);
    ada = worldRuntime(world, 'ada');
    mallory = worldRuntime(world, 'mallory');
  });
  afterAll(async () => {
    ada.close();
    mallory.close();
    await world.close();
  });

  async function start() {
    const upstream = await startSessionServer(`${world.environment.urls.demoProvider}/api/notes`);
    const server = `own-session-${++number}`;
    for (const workspaceId of ['acme', 'globex'])
      await registerServer(world, workspaceId, server, {
        url: upstream.url,
        placements: [{ in: 'header', name: TOKEN_HEADER, value: '{accessToken}' }],
        binding: 'session',
      });
    const optionsOf = ({ injector }: WorldRuntime, workspaceId: string): SessionOptions => ({
      injector,
      workspaceId,
      server,
      tool: 'get_self',
      url: upstream.url,
    });
    return { upstream, optionsOf };
  }

  it.each(CLIENTS)('has one id, the token on every request, and an end: %s', async (_name, connect) => {
    const { upstream, optionsOf } = await start();
    const leaks: unknown[] = [];
    const before = ada.asked.length;
    let kept: FetchLike | undefined;
    const options = { ...optionsOf(ada, 'acme'), onLeak: (leak: unknown) => leaks.push(leak) };
    const text = await withSession(options, async (fetch) => {
      kept = fetch;
      const client = await connect(upstream.url, fetch);
      await client.listTools();
      const result = await client.callTool({ name: 'get_self' });
      await client.close();
      return textOf(result);
    });
    expect(text).toContain(ADA_AT_DEMO);
    expect(text).toMatch(/with \[removed\]$/);
    expect(leaks).toEqual([{ server: options.server }]);
    expect(ada.asked.slice(before).map(({ operation }) => operation)).toEqual([
      expect.objectContaining({ kind: 'call', server: options.server, tool: 'get_self' }),
    ]);
    expect(upstream.received.every(({ token }) => token !== undefined)).toBe(true);
    expect(new Set(upstream.received.map(({ token }) => token)).size).toBe(1);
    expect(upstream.received.at(-1)).toMatchObject({ method: 'DELETE', session: expect.any(String) });
    expect(upstream.open.size).toBe(0);
    const count = upstream.received.length;
    expect((await rejection((kept as FetchLike)(upstream.url, posted(toolCall('get_self'))))).code).toBe(
      'session_over',
    );
    expect(upstream.received).toHaveLength(count);
  });

  it.each(CLIENTS)(
    'T056: is one workspace’s alone, however sessions are interleaved: %s',
    async (_name, connect) => {
      const { upstream, optionsOf } = await start();
      const call = (runtime: WorldRuntime, workspaceId: string) =>
        withSession(optionsOf(runtime, workspaceId), async (fetch) => {
          const client = await connect(upstream.url, fetch);
          const result = await client.callTool({ name: 'get_self' });
          await client.close();
          return textOf(result);
        });
      const rounds = Array.from({ length: 5 }, () =>
        Promise.all([call(ada, 'acme'), call(mallory, 'globex')]),
      );
      for (const [ofAcme, ofGlobex] of await Promise.all(rounds)) {
        expect(ofAcme).toContain(ADA_AT_DEMO);
        expect(ofGlobex).toContain(BOB_AT_DEMO);
      }
      expect(upstream.open.size).toBe(0);
    },
  );

  it('serves the named tool, once, and ends even if the client throws', async () => {
    const { upstream, optionsOf } = await start();
    const [, connect] = CLIENTS[0] as (typeof CLIENTS)[number];
    const codes: unknown[] = [];
    const noted = (call: Promise<unknown>) => call.catch((error: { code: string }) => codes.push(error.code));
    const ended = withSession(optionsOf(ada, 'acme'), async (fetch) => {
      const client = await connect(upstream.url, fetch);
      await noted(client.callTool({ name: 'delete_all' }));
      await client.callTool({ name: 'get_self' });
      await noted(client.callTool({ name: 'get_self' }));
      throw new Error('the runtime has a bug');
    });
    await expect(ended).rejects.toThrow('the runtime has a bug');
    expect(codes).toEqual(['not_of_session', 'session_spent']);
    expect(upstream.open.size).toBe(0);
  });

  it('is what such a server needs: a fetch that injects at each request refuses it', async () => {
    const { upstream, optionsOf } = await start();
    const { injectingFetch } = await import('../../client/src/index.ts');
    const send = injectingFetch(optionsOf(ada, 'acme'));
    expect((await rejection(send(upstream.url, posted(toolCall('get_self'))))).code).toBe('wrong_binding');
  });
});

describe('a session, against servers that misbehave', () => {
  function setUp(upstream: Upstream, outcomes?: Outcome[], more: Partial<SessionOptions> = {}) {
    const system = testSystem();
    const good = injected({ binding: 'session', allowedHosts: [upstream.host] });
    const lambda = fakeLambda(...(outcomes ?? [{ answer: good }]));
    const injector = createInjector({ functionName: 'f', client: lambda, system });
    const common = {
      injector,
      workspaceId: 'acme',
      server: 's',
      tool: 'list_notes',
      url: upstream.url,
      system,
    };
    const run = <Result>(use: (fetch: FetchLike) => Promise<Result>) =>
      withSession({ ...common, ...more }, use);
    return { run, lambda, system };
  }
  const INITIALIZE = posted({ jsonrpc: '2.0', id: 0, method: 'initialize', params: {} });
  const withGeneration = (host: string, generation: number): Outcome => ({
    answer: injected({
      binding: 'session',
      allowedHosts: [host],
      generation,
      headers: { 'X-Token': String(generation) },
    }),
  });

  it.each(['request', 'process'] as const)(
    'is not opened for a server that is bound to a %s',
    async (binding) => {
      const upstream = await startUpstream(answerOk);
      const { run } = setUp(upstream, [{ answer: injected({ binding, allowedHosts: [upstream.host] }) }]);
      expect((await rejection(run(() => expect.unreachable()))).code).toBe('wrong_binding');
    },
  );

  it('is not opened where the injector refuses', async () => {
    const upstream = await startUpstream(answerOk);
    const { run } = setUp(upstream, [{ answer: refused('not_connected') }]);
    expect((await rejection(run(() => expect.unreachable()))).code).toBe('not_injected');
  });

  it('T141: sends nothing to another origin', async () => {
    const upstream = await startUpstream(answerOk);
    const elsewhere = await startUpstream(answerOk);
    const { run } = setUp(upstream, [
      { answer: injected({ binding: 'session', allowedHosts: [upstream.host, elsewhere.host] }) },
    ]);
    await run(async (fetch) => {
      expect((await rejection(fetch(elsewhere.url, INITIALIZE))).code).toBe('host_not_allowed');
    });
    expect(elsewhere.received).toEqual([]);
  });

  it.each(['resources/read', 'prompts/get', 'completion/complete', 'resources/subscribe', 'tasks/result'])(
    'is not for %s, which nobody asked a token for',
    async (method) => {
      const upstream = await startUpstream(answerOk);
      const { run } = setUp(upstream);
      await run(async (fetch) => {
        const message = { jsonrpc: '2.0', id: 1, method, params: {} };
        expect((await rejection(fetch(upstream.url, posted(message)))).code).toBe('not_of_session');
        expect((await rejection(fetch(upstream.url, posted([message, toolCall()])))).code).toBe(
          'not_of_session',
        );
      });
      expect(upstream.received).toEqual([]);
    },
  );

  it('T135: that is refused with 401 at initialize begins again once, with a new token', async () => {
    const upstream = await startUpstream((request, response, raw) => {
      if (request.headers['x-token'] === '1') answerJson(response, {}, 401);
      else answerOk(request, response, raw);
    });
    const { run, lambda } = setUp(upstream, [
      withGeneration(upstream.host, 1),
      withGeneration(upstream.host, 2),
    ]);
    await run(async (fetch) => {
      expect((await fetch(upstream.url, INITIALIZE)).status).toBe(200);
      expect((await fetch(upstream.url, posted(toolCall()))).status).toBe(200);
    });
    expect(upstream.received.map(({ headers }) => headers['x-token'])).toEqual(['1', '2', '2']);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
  });

  it('T135: that is refused with 401 later is told to the broker, and not repeated', async () => {
    const upstream = await startUpstream((request, response, raw) => {
      if (request.body.includes('tools/call')) answerJson(response, {}, 401);
      else answerOk(request, response, raw);
    });
    const { run, lambda } = setUp(upstream, [
      withGeneration(upstream.host, 1),
      withGeneration(upstream.host, 2),
    ]);
    await run(async (fetch) => {
      await fetch(upstream.url, INITIALIZE);
      expect((await fetch(upstream.url, posted(toolCall()))).status).toBe(401);
    });
    expect(upstream.received.map(({ headers }) => headers['x-token'])).toEqual(['1', '1']);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
  });

  it('T134: does not outlive the time for which the token was handed out', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'mcp-session-id': 's1' }).end('{}');
    });
    const expiresAt = '2026-11-24T10:15:00Z';
    const { run, system } = setUp(upstream, [
      { answer: injected({ binding: 'session', allowedHosts: [upstream.host], expiresAt }) },
    ]);
    await run(async (fetch) => {
      await fetch(upstream.url, INITIALIZE);
      system.advance(15 * 60_000);
      expect((await rejection(fetch(upstream.url, posted(toolCall())))).code).toBe('injection_expired');
    });
    expect(upstream.received).toHaveLength(1);
  });

  it('cuts streams that are still open, and the token with them', async () => {
    let isClosed: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    const upstream = await startUpstream(({ method }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (method !== 'GET') return void response.end();
      response.write('data: 1\n\n');
      response.on('close', isClosed);
    });
    const { run, system } = setUp(upstream);
    const stream = await run((fetch) => fetch(upstream.url, { method: 'GET' }));
    expect((await rejection(stream.text())).code).toBe('session_over');
    await closed;
    expect(system.pending()).toBe(0);
  });

  it('T153: is ended without waiting for a server that does not answer the DELETE', async () => {
    const upstream = await startUpstream(({ method }, response) => {
      if (method === 'DELETE') return void system.advance(5_000);
      response.writeHead(200, { 'mcp-session-id': 's1', 'content-type': 'application/json' }).end('{}');
    });
    const { run, system } = setUp(upstream);
    expect(
      await run(async (fetch) => {
        await fetch(
          upstream.url,
          posted({ jsonrpc: '2.0', id: 0, method: 'initialize' }, { 'mcp-protocol-version': '2025-11-25' }),
        );
        return 'done';
      }),
    ).toBe('done');
    expect(upstream.received.at(-1)).toMatchObject({
      method: 'DELETE',
      headers: {
        'mcp-session-id': 's1',
        'mcp-protocol-version': '2025-11-25',
        authorization: `Bearer ${TOKEN}`,
      },
    });
  });

  it('is not ended twice: a client that sent the DELETE itself has done it', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'mcp-session-id': 's1' }).end('{}');
    });
    const { run } = setUp(upstream);
    await run(async (fetch) => {
      await fetch(upstream.url, INITIALIZE);
      await fetch(upstream.url, { method: 'DELETE', headers: { 'mcp-session-id': 's1' } });
    });
    expect(upstream.received.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });
});
