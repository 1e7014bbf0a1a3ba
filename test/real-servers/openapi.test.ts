/**
 * A server for any API that has an OpenAPI document: what it is started with is what it sends, whoever calls it.
 * Covers client/src/with-injected-env.ts, client/src/injected-secrets.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { injectingFetch, withInjectedEnv } from '../../client/src/index.ts';
import { CLIENTS, textOf } from '../client/mcp-clients.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { entryOf, FOLDER } from './servers.ts';
import { SPAWNING_CLIENTS } from './spawn-clients.ts';
import { startSpawnedServer } from './spawned-server.ts';
import { startTwoWorkspaces, type TwoWorkspaces, type Workspace } from './two-workspaces.ts';

const SCRIPT = entryOf('@ivotoby/openapi-mcp-server');
const DOCUMENT = `${FOLDER}notes-openapi.json`;
const TOOL = 'read-note';

let both: TwoWorkspaces;
let api: FakeApi;
beforeAll(async () => {
  both = await startTwoWorkspaces();
  const { demoProvider } = both.world.environment.urls;
  api = await startFakeApi({ demoProvider }, ({ path, account, token }) => ({
    body: { path, account, token },
  }));
});
beforeEach(() => {
  api.calls.length = 0;
});
afterAll(async () => {
  await api?.close();
  await both?.close();
});

describe.each(SPAWNING_CLIENTS)('the server for OpenAPI documents, spawned by %s', (_name, spawnAndCall) => {
  beforeAll(() =>
    both.register('openapi-spawned', {
      placements: [
        { in: 'env', name: 'API_HEADERS', value: 'Authorization:Bearer {accessToken},X-Client:connections' },
      ],
      binding: 'process',
    }),
  );

  function read(workspace: Workspace, id: string, onStderr?: (text: string) => void) {
    const variables = { API_BASE_URL: api.origin, OPENAPI_SPEC_PATH: DOCUMENT };
    return withInjectedEnv({ ...workspace.target('openapi-spawned'), tool: TOOL, variables }, (env) =>
      spawnAndCall({ script: SCRIPT, env, onStderr }, { name: TOOL, arguments: { id } }),
    );
  }

  it('T056: sends each workspace’s token under the name that it was told, a process each', async () => {
    api.answerTogether(4);
    const workspaces = [both.acme, both.globex, both.acme, both.globex];
    const texts = await Promise.all(
      workspaces.map(async (workspace, index) => textOf(await read(workspace, `${workspace.id}-${index}`))),
    );
    for (const [index, text] of texts.entries()) {
      const { id, account } = workspaces[index] as Workspace;
      expect(text).toContain(`/notes/${id}-${index}`);
      expect(text).toContain(account);
    }
    for (const { path, account, headers } of api.calls) {
      expect(account).toBe(path.startsWith('/notes/acme-') ? both.acme.account : both.globex.account);
      expect(headers['x-client']).toBe('connections');
    }
    expect(api.calls).toHaveLength(4);
  });

  it('writes what it is called with to stderr, which is therefore not the runtime’s own', async () => {
    const stderr: string[] = [];
    await read(both.acme, 'note-42', (written) => stderr.push(written));
    expect(stderr.join('')).toContain("arguments: { id: 'note-42' }");
  });

  it('has a token that an API repeats taken out of its result', async () => {
    expect(textOf(await read(both.acme, 'own'))).not.toContain(api.calls[0]?.token);
  });
});

describe.each(CLIENTS)('the same server over HTTP, called by %s', (name, connect) => {
  it('T148: does not pass on the header of a request: it needs a process for each call', async () => {
    const server = await startSpawnedServer({
      script: SCRIPT,
      args: (port) => [
        ...['--transport', 'http', '--port', String(port), '--host', '127.0.0.1'],
        ...['--api-base-url', api.origin, '--openapi-spec', DOCUMENT],
      ],
      env: () => ({}),
      readyAt: '/mcp',
    });
    onTestFinished(server.close);
    const id = `openapi-${name.toLowerCase().replaceAll(' ', '-')}`;
    const url = `${server.origin}/mcp`;
    const placements = [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }];
    await both.register(id, { url, placements, binding: 'request' });
    const client = await connect(url, injectingFetch(both.acme.target(id)));
    onTestFinished(() => client.close());
    const result = await client.callTool({ name: TOOL, arguments: { id: 'mine' } });
    expect(result).toMatchObject({ isError: true });
    expect(api.calls.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/notes/mine', undefined],
    ]);
  });
});
