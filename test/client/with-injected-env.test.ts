/** Covers client/src/with-injected-env.ts. */
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOneTool, createInjector, type EnvOptions, withInjectedEnv } from '../../client/src/index.ts';
import type { Injection } from '../../src/contract/injection-messages.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type World } from '../journeys/world.ts';
import { fakeLambda, injected, refused, TOKEN } from './fake-injector.ts';
import { textOf } from './mcp-clients.ts';
import { rejection } from './rejection.ts';
import { testSystem } from './test-system.ts';
import { registerServer, startConnectedRuntimes, type WorldRuntime } from './world-runtime.ts';

const SERVER = fileURLToPath(new URL('stdio-server.ts', import.meta.url));
const INFO = { name: 'test', version: '1' };
type CallIn = (env: Record<string, string>, name: string) => Promise<unknown>;

const CALLERS: [string, CallIn][] = [
  [
    'the current SDK',
    (env, name) =>
      callOneTool(
        new Client(INFO),
        new StdioClientTransport({ command: process.execPath, args: [SERVER], env }),
        { name },
      ),
  ],
  [
    'the old SDK',
    (env, name) =>
      callOneTool(new OldClient(INFO), new OldTransport({ command: process.execPath, args: [SERVER], env }), {
        name,
      }),
  ],
];

describe.each(CALLERS)('a server that is spawned for one tool call, by %s', (_name, callIn) => {
  let world: World;
  let ada: WorldRuntime;
  let mallory: WorldRuntime;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, ada, mallory, close } = await startConnectedRuntimes());
    for (const workspaceId of ['acme', 'globex'])
      await registerServer(world, workspaceId, 'own-stdio', {
        placements: [{ in: 'env', name: 'DEMO_TOKEN', value: '{accessToken}' }],
        binding: 'process',
      });
  });
  afterAll(() => close());

  const optionsOf = ({ injector }: WorldRuntime, workspaceId: string, tool = 'list_notes'): EnvOptions => ({
    injector,
    workspaceId,
    server: 'own-stdio',
    tool,
    variables: { DEMO_API: world.environment.urls.demoProvider },
  });

  it('T056: has its workspace’s token, and no process serves two calls', async () => {
    const before = ada.asked.length;
    const call = async (runtime: WorldRuntime, workspaceId: string) =>
      textOf(await withInjectedEnv(optionsOf(runtime, workspaceId), (env) => callIn(env, 'list_notes')));
    const texts = await Promise.all([call(ada, 'acme'), call(mallory, 'globex'), call(ada, 'acme')]);
    expect(texts.map((text) => (text.includes(ADA_AT_DEMO) ? 'ada' : 'other'))).toEqual([
      'ada',
      'other',
      'ada',
    ]);
    expect(texts[1]).toContain(BOB_AT_DEMO);
    expect(new Set(texts.map((text) => / by (\d+)$/.exec(text)?.[1])).size).toBe(3);
    expect(ada.asked.slice(before).map(({ operation }) => operation)).toEqual([
      { id: expect.any(String), kind: 'call', server: 'own-stdio', tool: 'list_notes' },
      { id: expect.any(String), kind: 'call', server: 'own-stdio', tool: 'list_notes' },
    ]);
  });

  it('T151: sees nothing of this process but what is listed, and what it tells of the token is taken out', async () => {
    process.env.OF_THE_RUNTIME = 'secret-of-the-runtime';
    const leaks: unknown[] = [];
    const options = { ...optionsOf(ada, 'acme', 'get_env'), onLeak: (leak: unknown) => leaks.push(leak) };
    const text = textOf(await withInjectedEnv(options, (env) => callIn(env, 'get_env')));
    delete process.env.OF_THE_RUNTIME;
    const seen = JSON.parse(text);
    expect(seen.DEMO_TOKEN).toBe('[removed]');
    expect(leaks).toEqual([{ server: 'own-stdio' }]);
    // Both transports add these of their own accord.
    const bySdk = ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];
    expect(Object.keys(seen).filter((name) => !bySdk.includes(name))).toEqual(['DEMO_API', 'DEMO_TOKEN']);
  });

  it('T151: can fail without telling the token', async () => {
    const result = await withInjectedEnv(optionsOf(ada, 'acme', 'fail'), (env) => callIn(env, 'fail'));
    expect(textOf(result)).toBe('cannot use [removed]');
  });
});

describe('the variables', () => {
  function setUp(injection: Partial<Injection>, more: Partial<EnvOptions> = {}) {
    const answer = injected({ headers: {}, binding: 'process', env: { NOTION_TOKEN: TOKEN }, ...injection });
    const injector = createInjector({
      functionName: 'f',
      client: fakeLambda({ answer }),
      system: testSystem(),
    });
    const environment = () => ({
      PATH: '/bin',
      HOME: '/root',
      LANG: 'C',
      AWS_SECRET_ACCESS_KEY: 'x',
      EMPTY: undefined,
    });
    const common = { injector, workspaceId: 'acme', server: 's', tool: 't', system: { environment } };
    return { ...common, ...more };
  }

  it('are exactly those', async () => {
    const options = setUp({}, { inherit: ['LANG', 'EMPTY', 'NOSUCH'], variables: { BASE_URL: 'https://x' } });
    expect(
      await withInjectedEnv(options, async (env) => ({ ...env, NOTION_TOKEN: env.NOTION_TOKEN?.length })),
    ).toEqual({
      PATH: '/bin',
      HOME: '/root',
      LANG: 'C',
      BASE_URL: 'https://x',
      NOTION_TOKEN: TOKEN.length,
    });
  });

  it('show no token when they are logged, and hold none afterwards', async () => {
    let kept: Record<string, string> = {};
    await withInjectedEnv(setUp({}), async (env) => {
      kept = env;
      expect(inspect(env) + JSON.stringify(env)).not.toContain(TOKEN);
      expect(Object.keys(env)).toEqual(['PATH', 'HOME', 'NOTION_TOKEN']);
    });
    expect(Object.keys(kept)).toEqual([]);
  });

  it.each<[string, Partial<Injection>, string]>([
    ['a server bound to a request', { binding: 'request' }, 'wrong_binding'],
    ['a server bound to a session', { binding: 'session' }, 'wrong_binding'],
    ['no variable', { env: {} }, 'environment_missing'],
    ['headers alone', { env: undefined, headers: { A: TOKEN } }, 'environment_missing'],
    ...[
      'PATH',
      'NODE_OPTIONS',
      'node_options',
      'LD_PRELOAD',
      'DYLD_INSERT_LIBRARIES',
      'BASH_ENV',
      'PYTHONSTARTUP',
      'HTTPS_PROXY',
      'NODE_EXTRA_CA_CERTS',
      'AWS_SECRET_ACCESS_KEY',
      'A-B',
      '1A',
      'LANG',
      'BASE_URL',
    ].map((name): [string, Partial<Injection>, string] => [
      `a variable ${name}`,
      { env: { [name]: TOKEN } },
      'environment_refused',
    ]),
  ])('are refused for %s', async (_what, injection, code) => {
    const options = setUp(injection, { inherit: ['LANG'], variables: { BASE_URL: 'https://x' } });
    expect((await rejection(withInjectedEnv(options, () => expect.unreachable()))).code).toBe(code);
  });

  it('are not given where the injector refuses', async () => {
    const client = fakeLambda({ answer: refused('not_connected') });
    const injector = createInjector({ functionName: 'f', client, system: testSystem() });
    const options = { injector, workspaceId: 'acme', server: 's', tool: 't' };
    expect((await rejection(withInjectedEnv(options, () => expect.unreachable()))).code).toBe('not_injected');
  });

  it('T151: are taken out of an error, whose class stays', async () => {
    class ToolError extends Error {
      data = { token: TOKEN, list: [TOKEN] };
    }
    const thrown = new ToolError(`bad ${TOKEN}`, { cause: new Error(TOKEN) });
    const error = await rejection(
      withInjectedEnv(setUp({}), async () => {
        throw thrown;
      }),
    );
    expect(error).toBe(thrown);
    expect(error).toBeInstanceOf(ToolError);
    expect(error.message).toBe('bad [removed]');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(TOKEN);
  });
});

describe('one tool call', () => {
  it('closes what it opened, whatever happens', async () => {
    const done: string[] = [];
    const client = (fails: 'connect' | 'callTool' | '') => ({
      async connect(transport: string) {
        done.push(`connect ${transport}`);
        if (fails === 'connect') throw new Error(fails);
      },
      async callTool(call: { name: string }) {
        done.push(`call ${call.name}`);
        if (fails === 'callTool') throw new Error(fails);
        return 'result';
      },
      close: async () => void done.push('close'),
    });
    expect(await callOneTool(client(''), 'here', { name: 'x' })).toBe('result');
    await expect(callOneTool(client('connect'), 'here', { name: 'x' })).rejects.toThrow('connect');
    await expect(callOneTool(client('callTool'), 'here', { name: 'x' })).rejects.toThrow('callTool');
    expect(done).toEqual('connect here,call x,close,connect here,close,connect here,call x,close'.split(','));
  });
});
