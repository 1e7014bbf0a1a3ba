/**
 * Notion's own server as it is usually run: spawned with the token in a variable (binding `process`), in both of its
 * ways.
 * Covers client/src/with-injected-env.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withInjectedEnv } from '../../client/src/index.ts';
import { textOf } from '../client/mcp-clients.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { entryOf } from './servers.ts';
import { SPAWNING_CLIENTS, type SpawnAndCall } from './spawn-clients.ts';
import { startTwoWorkspaces, type TwoWorkspaces, type Workspace } from './two-workspaces.ts';

const TOOL = 'API-get-user';
const WAYS = [
  {
    server: 'notion-by-token',
    placement: { in: 'env', name: 'NOTION_TOKEN', value: '{accessToken}' },
    /** The server's own choice for this tool. */
    notionVersion: '2025-09-03',
  },
  {
    server: 'notion-by-headers',
    placement: {
      in: 'env',
      name: 'OPENAPI_MCP_HEADERS',
      value: { json: { Authorization: 'Bearer {accessToken}', 'Notion-Version': '2022-06-28' } },
    },
    notionVersion: '2022-06-28',
  },
];

let both: TwoWorkspaces;
let api: FakeApi;
beforeAll(async () => {
  both = await startTwoWorkspaces();
  const { demoProvider } = both.world.environment.urls;
  api = await startFakeApi({ demoProvider }, ({ path, account }) => ({
    body: { object: 'user', id: path.split('/').at(-1), name: account, type: 'bot' },
  }));
  for (const { server, placement } of WAYS)
    await both.register(server, { placements: [placement], binding: 'process' });
});
beforeEach(() => {
  api.calls.length = 0;
});
afterAll(async () => {
  await api?.close();
  await both?.close();
});

interface Retrieving {
  workspace: Workspace;
  server: string;
  userId: string;
}

async function retrieve(spawnAndCall: SpawnAndCall, { workspace, server, userId }: Retrieving) {
  const variables = { BASE_URL: api.origin };
  const result = await withInjectedEnv({ ...workspace.target(server), tool: TOOL, variables }, (env) =>
    spawnAndCall(
      { script: entryOf('@notionhq/notion-mcp-server'), env },
      { name: TOOL, arguments: { user_id: userId } },
    ),
  );
  return JSON.parse(textOf(result));
}

describe.each(SPAWNING_CLIENTS)('Notion’s server, spawned by %s', (_name, spawnAndCall) => {
  it.each(WAYS)('T056: as $server serves two workspaces at once, a process each', async (way) => {
    const { server, notionVersion } = way;
    const rounds = 2;
    api.answerTogether(2 * rounds);
    const called = Array.from({ length: rounds }, (_, round) => [
      retrieve(spawnAndCall, { workspace: both.acme, server, userId: `acme-${round}` }),
      retrieve(spawnAndCall, { workspace: both.globex, server, userId: `globex-${round}` }),
    ]).flat();
    for (const { id, name } of await Promise.all(called))
      expect(name).toBe(id.startsWith('acme-') ? both.acme.account : both.globex.account);
    expect(api.calls).toHaveLength(2 * rounds);
    for (const { path, account, headers } of api.calls) {
      expect(account).toBe(path.startsWith('/v1/users/acme-') ? both.acme.account : both.globex.account);
      expect(headers['notion-version']).toBe(notionVersion);
    }
  });
});
