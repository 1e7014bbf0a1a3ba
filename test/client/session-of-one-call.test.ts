/** Covers client/src/with-session.ts, local/lambda-endpoint.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FetchLike, injectingFetch, type SessionOptions, withSession } from '../../client/src/index.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type World } from '../journeys/world.ts';
import { CLIENTS, textOf } from './mcp-clients.ts';
import { rejection } from './rejection.ts';
import { startSessionServer, TOKEN_HEADER } from './session-server.ts';
import { posted, toolCall } from './upstream.ts';
import { registerServer, startConnectedRuntimes, type WorldRuntime } from './world-runtime.ts';

describe('a session for one tool call, against a server that binds the token at initialize', () => {
  let world: World;
  let ada: WorldRuntime;
  let mallory: WorldRuntime;
  let close: () => Promise<void>;
  let number = 0;
  beforeAll(async () => {
    ({ world, ada, mallory, close } = await startConnectedRuntimes());
  });
  afterAll(() => close());

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
    const send = injectingFetch(optionsOf(ada, 'acme'));
    expect((await rejection(send(upstream.url, posted(toolCall('get_self'))))).code).toBe('wrong_binding');
  });
});
