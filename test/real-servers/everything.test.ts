/**
 * The protocol's own test server: what a server asks of a person (2025-11-25) gets through, and what a process can see.
 * Covers client/src/injecting-fetch.ts, client/src/with-injected-env.ts.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema, UrlElicitationRequiredError } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type FetchLike, injectingFetch, withInjectedEnv, withSession } from '../../client/src/index.ts';
import { type AnyClient, textOf } from '../client/mcp-clients.ts';
import { entryOf } from './servers.ts';
import { SPAWNING_CLIENTS } from './spawn-clients.ts';
import { startSpawnedServer } from './spawned-server.ts';
import { startTwoWorkspaces, type TwoWorkspaces, type Workspace } from './two-workspaces.ts';

const SCRIPT = entryOf('@modelcontextprotocol/server-everything');
const INFO = { name: 'test', version: '1' };
const CAPABILITIES = { capabilities: { elicitation: { url: {} } } };

let both: TwoWorkspaces;
beforeAll(async () => {
  both = await startTwoWorkspaces();
});
afterAll(() => both?.close());

/** Answers every question with yes, and says which page it was asked to open. */
type ConnectPerson = (url: string, fetch: FetchLike, asked: (page: string) => void) => Promise<AnyClient>;

const PERSONS: [string, ConnectPerson][] = [
  [
    'a client of the old SDK',
    async (url, fetch, asked) => {
      const client = new OldClient(INFO, CAPABILITIES);
      client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
        asked((params as { url: string }).url);
        return { action: 'accept' };
      });
      await client.connect(new OldTransport(new URL(url), { fetch }));
      return client as AnyClient;
    },
  ],
  [
    'a current client in the old protocol',
    async (url, fetch, asked) => {
      const client = new Client(INFO, CAPABILITIES);
      client.setRequestHandler('elicitation/create', async ({ params }) => {
        asked((params as { url: string }).url);
        return { action: 'accept' };
      });
      await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch }));
      return client;
    },
  ],
];

describe('a question of the server’s own', () => {
  const TOOL = 'trigger-url-elicitation';
  const PAGE = 'https://pages.example/agree';
  let number = 0;

  /** It listens on all interfaces, so it lives as long as the test that needs it. */
  async function startEverything(binding: 'request' | 'session') {
    number += 1;
    const id = `everything-${number}`;
    const server = await startSpawnedServer({
      script: SCRIPT,
      args: () => ['streamableHttp'],
      env: (port) => ({ PORT: String(port) }),
      readyAt: '/mcp',
    });
    onTestFinished(server.close);
    const url = `${server.origin}/mcp`;
    const placements = [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }];
    await both.register(id, { url, placements, binding });
    return { id, url };
  }

  it.each(PERSONS)('reaches %s as error -32042, and its retry is served', async (_name, connect) => {
    const { id, url } = await startEverything('request');
    const asked: string[] = [];
    const fetch = injectingFetch(both.acme.target(id));
    const client = await connect(url, fetch, (page) => asked.push(page));
    onTestFinished(() => client.close());
    const call = { name: TOOL, arguments: { url: PAGE, errorPath: true } };
    const error = await client.callTool(call).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: -32042 });
    const { elicitations } = error as UrlElicitationRequiredError;
    expect(elicitations).toEqual([
      {
        mode: 'url',
        url: 'https://modelcontextprotocol.io',
        elicitationId: expect.any(String),
        message: expect.any(String),
      },
    ]);
    expect(asked).toEqual([]);
    expect(textOf(await client.callTool(call))).toContain('User completed the URL elicitation flow');
    expect(asked).toEqual([PAGE]);
  });

  it('is the old SDK’s own class of error there', async () => {
    const { id, url } = await startEverything('request');
    const [, connect] = PERSONS[0] as (typeof PERSONS)[number];
    const fetch = injectingFetch(both.acme.target(id));
    const client = await connect(url, fetch, () => undefined);
    onTestFinished(() => client.close());
    const call = { name: TOOL, arguments: { url: PAGE, errorPath: true } };
    await expect(client.callTool(call)).rejects.toBeInstanceOf(UrlElicitationRequiredError);
  });

  it.each(PERSONS)('reaches %s in the middle of a session, which goes on', async (_name, connect) => {
    const { id, url } = await startEverything('session');
    const asked: string[] = [];
    const target = { ...both.globex.target(id), url, tool: TOOL };
    const text = await withSession(target, async (fetch) => {
      const client = await connect(url, fetch, (page) => asked.push(page));
      const result = await client.callTool({ name: TOOL, arguments: { url: PAGE } });
      await client.close();
      return textOf(result);
    });
    expect(text).toContain('User completed the URL elicitation flow');
    expect(asked).toEqual([PAGE]);
  });
});

describe.each(SPAWNING_CLIENTS)('a process that is spawned for one call by %s', (_name, spawnAndCall) => {
  const OF_THE_RUNTIME = 'OF_THE_RUNTIME';
  /** Both SDKs' stdio transports add these by themselves. */
  const BY_SDK = ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];

  beforeAll(async () => {
    process.env[OF_THE_RUNTIME] = 'secret-of-the-runtime';
    const placements = [{ in: 'env', name: 'EVERYTHING_TOKEN', value: '{accessToken}' }];
    await both.register('everything-spawned', { placements, binding: 'process' });
  });
  afterAll(() => {
    delete process.env[OF_THE_RUNTIME];
  });

  /** What the process could see, and whether any of it was taken out on the way here. */
  async function environmentIn(workspace: Workspace) {
    const leaks: unknown[] = [];
    const target = workspace.target('everything-spawned');
    const result = await withInjectedEnv(
      {
        ...target,
        tool: 'get-env',
        variables: { MODE: 'test' },
        onLeak: (leak) => leaks.push(leak),
      },
      (env) => {
        expect(Object.values(process.env)).not.toContain(env.EVERYTHING_TOKEN);
        return spawnAndCall({ script: SCRIPT, args: ['stdio'], env }, { name: 'get-env', arguments: {} });
      },
    );
    return { seen: JSON.parse(textOf(result)) as Record<string, string>, leaks };
  }

  it('T056: sees its own workspace’s token and what it was given, and nothing of this process', async () => {
    const calls = await Promise.all([both.acme, both.globex, both.acme].map(environmentIn));
    for (const { seen, leaks } of calls) {
      const given = Object.keys(seen).filter((name) => !BY_SDK.includes(name));
      expect(given.sort()).toEqual(['EVERYTHING_TOKEN', 'MODE']);
      expect(JSON.stringify(seen)).not.toContain('secret-of-the-runtime');
      // Only a call's own token is taken out of its answer, so another workspace's would show.
      expect(seen.EVERYTHING_TOKEN).toBe('[removed]');
      expect(leaks).toEqual([{ server: 'everything-spawned' }]);
    }
    expect(process.env.EVERYTHING_TOKEN).toBeUndefined();
  });
});
