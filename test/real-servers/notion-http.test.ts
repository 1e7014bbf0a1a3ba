/**
 * Notion's own server over HTTP: it keeps the token of `initialize` for the whole session (binding `session`).
 * Covers client/src/with-session.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { injectingFetch, type SessionOptions, withSession } from '../../client/src/index.ts';
import { CLIENTS, type Connect, textOf } from '../client/mcp-clients.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { entryOf } from './servers.ts';
import { type SpawnedServer, startSpawnedServer } from './spawned-server.ts';
import { startTwoWorkspaces, type TwoWorkspaces, type Workspace } from './two-workspaces.ts';

const GATEWAY_SECRET = 'secret-between-runtime-and-server';
/** The server takes tokens that begin like Notion's, and looks at nothing else; the demo provider's have no beginning. */
const PREFIX = 'secret_';
const GATEWAY = { Authorization: `Bearer ${GATEWAY_SECRET}` };
const RETRIEVE = { name: 'API-get-user', arguments: { user_id: 'someone' } };

let both: TwoWorkspaces;
let api: FakeApi;
let notion: SpawnedServer;
let url: string;
beforeAll(async () => {
  both = await startTwoWorkspaces();
  const { demoProvider } = both.world.environment.urls;
  api = await startFakeApi({ demoProvider, prefix: PREFIX }, ({ path, account }) => ({
    body: { object: 'user', id: path.split('/').at(-1), name: account, type: 'bot' },
  }));
  notion = await startSpawnedServer({
    script: entryOf('@notionhq/notion-mcp-server'),
    args: (port) => [
      ...['--transport', 'http', '--port', String(port)],
      ...['--auth-token', GATEWAY_SECRET, '--enable-token-passthrough'],
    ],
    env: () => ({ BASE_URL: api.origin }),
    readyAt: '/health',
  });
  url = `${notion.origin}/mcp`;
  const placements = [{ in: 'header', name: 'Notion-Token', value: `${PREFIX}{accessToken}` }];
  await both.register('notion', { url, placements, binding: 'session' });
  await both.register('notion-by-request', { url, placements, binding: 'request' });
});
beforeEach(() => {
  api.calls.length = 0;
});
afterAll(async () => {
  await notion?.close();
  await api?.close();
  await both?.close();
});

function optionsOf(workspace: Workspace, more: Partial<SessionOptions> = {}): SessionOptions {
  return { ...workspace.target('notion'), url, tool: RETRIEVE.name, headers: GATEWAY, ...more };
}

function retrieve(connect: Connect, workspace: Workspace, userId: string, more?: Partial<SessionOptions>) {
  return withSession(optionsOf(workspace, more), async (fetch) => {
    const client = await connect(url, fetch);
    const result = await client.callTool({ name: RETRIEVE.name, arguments: { user_id: userId } });
    await client.close();
    return textOf(result);
  });
}

describe.each(CLIENTS)('Notion’s server, called by %s', (_name, connect) => {
  it('gets the workspace’s token, and the API gets that alone', async () => {
    const tools = await withSession(optionsOf(both.acme), async (fetch) => {
      const client = await connect(url, fetch);
      const { tools } = await client.listTools();
      expect(JSON.parse(textOf(await client.callTool(RETRIEVE)))).toMatchObject({ name: both.acme.account });
      await client.close();
      return tools.map(({ name }) => name);
    });
    expect(tools).toContain('API-get-self');
    expect(tools.length).toBeGreaterThan(20);
    expect(api.calls).toHaveLength(1);
    expect(api.calls[0]).toMatchObject({
      method: 'GET',
      path: '/v1/users/someone',
      account: both.acme.account,
    });
    expect(api.calls[0]?.headers).toMatchObject({ 'user-agent': 'notion-mcp-server' });
  });

  it('T056: serves two workspaces at once, each session with its own token', async () => {
    const rounds = 4;
    api.answerTogether(2 * rounds);
    const called = Array.from({ length: rounds }, (_, round) => [
      retrieve(connect, both.acme, `acme-${round}`),
      retrieve(connect, both.globex, `globex-${round}`),
    ]).flat();
    const users = (await Promise.all(called)).map((text) => JSON.parse(text));
    for (const [index, { id, name }] of users.entries()) {
      const { id: workspace, account } = index % 2 === 0 ? both.acme : both.globex;
      expect([id, name]).toEqual([`${workspace}-${Math.floor(index / 2)}`, account]);
    }
    for (const { path, account } of api.calls)
      expect(account).toBe(path.startsWith('/v1/users/acme-') ? both.acme.account : both.globex.account);
    expect(api.calls).toHaveLength(2 * rounds);
    expect(new Set(api.calls.map(({ token }) => token)).size).toBe(2);
  });

  it('is told to forget the token: the session is over at the server too', async () => {
    const sessions = new Set<string>();
    const noting: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      const session = response.headers.get('mcp-session-id');
      if (session !== null) sessions.add(session);
      return response;
    };
    await retrieve(connect, both.acme, 'once', { fetch: noting });
    expect(sessions.size).toBe(1);
    const [session = ''] = sessions;
    const headers = { ...GATEWAY, 'content-type': 'application/json', 'mcp-session-id': session };
    const call = { jsonrpc: '2.0', id: 9, method: 'tools/call', params: RETRIEVE };
    const late = await fetch(url, { method: 'POST', headers, body: JSON.stringify(call) });
    expect(late.status).toBe(400);
    expect(api.calls).toHaveLength(1);
  });

  it('is of no use to whoever registers it as bound to the request: `initialize` comes without a token', async () => {
    const fetch = injectingFetch({ ...both.acme.target('notion-by-request'), headers: GATEWAY });
    await expect(connect(url, fetch)).rejects.toThrow(/missing Notion token/);
    expect(api.calls).toEqual([]);
  });
});

it('T063: neither the server nor the broker wrote a token or the caller’s own into its output', () => {
  const { tokens, logged } = both.world;
  const written = notion.output() + logged.join('\n');
  expect(written).toMatch(/per-request Notion token secret_…\(\d+ chars\)/);
  expect(api.tokens.size).toBe(4);
  for (const token of [...Object.values(tokens), ...api.tokens]) expect(written).not.toContain(token);
  expect(logged.length).toBeGreaterThan(0);
});
