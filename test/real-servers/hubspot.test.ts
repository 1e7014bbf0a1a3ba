/**
 * HubSpot's own server: the token is in a variable of its process, and one of its tools repeats it in a request's body.
 * Covers client/src/with-injected-env.ts, client/src/scrub-result.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { withInjectedEnv } from '../../client/src/index.ts';
import { searchForTokens } from '../../local/demo/search-for-tokens.ts';
import { CALLS_TABLE_NAME, localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import { textOf } from '../client/mcp-clients.ts';
import { type ApiCall, type FakeApi, startFakeApi } from './fake-api.ts';
import { entryOf } from './servers.ts';
import { type Call, SPAWNING_CLIENTS, type SpawnAndCall } from './spawn-clients.ts';
import { startTwoWorkspaces, type TwoWorkspaces, type Workspace } from './two-workspaces.ts';

const TOKEN_INFO = '/oauth/v2/private-apps/get/access-token-info';

let both: TwoWorkspaces;
let api: FakeApi;
/** What the API says of a token that it is asked about. */
let tokenInfo: (call: ApiCall) => { status?: number; body: unknown };
beforeAll(async () => {
  both = await startTwoWorkspaces();
  const { demoProvider } = both.world.environment.urls;
  api = await startFakeApi({ demoProvider }, (call) => {
    if (call.path === TOKEN_INFO) return tokenInfo(call);
    return { body: { results: [{ id: call.path, properties: { account: call.account } }] } };
  });
  const placements = [{ in: 'env', name: 'PRIVATE_APP_ACCESS_TOKEN', value: '{accessToken}' }];
  await both.register('hubspot', { placements, binding: 'process' });
});
beforeEach(() => {
  api.calls.length = 0;
  tokenInfo = () => ({ body: { userId: 7 } });
});
afterAll(async () => {
  await api?.close();
  await both?.close();
});

interface Calling {
  workspace: Workspace;
  call: Call;
  onLeak?: (leak: unknown) => void;
}

function callHubSpot(spawnAndCall: SpawnAndCall, { workspace, call, onLeak }: Calling): Promise<unknown> {
  const variables = { BASE_URL_OVERRIDE: api.origin };
  const options = { ...workspace.target('hubspot'), tool: call.name, variables, onLeak };
  return withInjectedEnv(options, (env) =>
    spawnAndCall({ script: entryOf('@hubspot/mcp-server'), env }, call),
  );
}

const listing = (objectType: string): Call => ({ name: 'hubspot-list-objects', arguments: { objectType } });
const DETAILS: Call = { name: 'hubspot-get-user-details', arguments: {} };

describe.each(SPAWNING_CLIENTS)('HubSpot’s server, spawned by %s', (_name, spawnAndCall) => {
  it('T056: serves two workspaces at once, a process each', async () => {
    api.answerTogether(4);
    const texts = await Promise.all(
      [both.acme, both.globex, both.acme, both.globex].map(async (workspace, index) =>
        textOf(await callHubSpot(spawnAndCall, { workspace, call: listing(`${workspace.id}-${index}`) })),
      ),
    );
    for (const [index, text] of texts.entries()) {
      const { id, account } = index % 2 === 0 ? both.acme : both.globex;
      expect(text).toContain(`/crm/v3/objects/${id}-${index}?`);
      expect(text).toContain(account);
    }
    for (const { path, account } of api.calls)
      expect(account).toBe(path.includes('/acme-') ? both.acme.account : both.globex.account);
    expect(api.calls).toHaveLength(4);
  });

  it('T151: may send the token in a body, and an API that repeats it: the caller does not see it', async () => {
    tokenInfo = ({ body }) => ({ body: { userId: 7, ...JSON.parse(body) } });
    const leaks: unknown[] = [];
    const text = textOf(
      await callHubSpot(spawnAndCall, {
        workspace: both.acme,
        call: DETAILS,
        onLeak: (leak) => leaks.push(leak),
      }),
    );
    const sent = api.calls.find(({ path }) => path === TOKEN_INFO);
    expect(JSON.parse(sent?.body ?? '')).toEqual({ tokenKey: sent?.token });
    expect(sent?.account).toBe(both.acme.account);
    expect(text).toContain('"tokenKey": "[removed]"');
    expect(text).not.toContain(sent?.token);
    expect(leaks).toEqual([{ server: 'hubspot' }]);
  });

  it('T151: fails with the API’s own words, less the token', async () => {
    tokenInfo = ({ body }) => ({ status: 400, body: { message: `bad ${JSON.parse(body).tokenKey}` } });
    const result = await callHubSpot(spawnAndCall, { workspace: both.globex, call: DETAILS });
    expect(result).toMatchObject({ isError: true });
    expect(textOf(result)).toContain('HubSpot API Error: 400 Bad Request - {"message":"bad [removed]"}');
  });
});

it('T063: nothing of ours logs or stores the token', async () => {
  const { world, acme } = both;
  tokenInfo = ({ body }) => ({ body: JSON.parse(body) });
  const printed: string[] = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...args) => void printed.push(args.map(String).join(' ')));
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  onTestFinished(() => void vi.restoreAllMocks());
  const [, spawnAndCall] = SPAWNING_CLIENTS[0] as (typeof SPAWNING_CLIENTS)[number];
  await callHubSpot(spawnAndCall, { workspace: acme, call: DETAILS });
  vi.restoreAllMocks();

  const secrets = new Set([...api.tokens, ...Object.values(world.tokens)]);
  expect(api.tokens.size).toBe(2);
  const written = printed.join('\n') + world.logged.join('\n');
  for (const secret of secrets) expect(written).not.toContain(secret);
  expect(world.logged.length).toBeGreaterThan(0);
  const client = localDynamoDB(world.environment.tableSocket);
  onTestFinished(() => client.destroy());
  const search = await searchForTokens(secrets, {
    client,
    tableNames: [TABLE_NAME, CALLS_TABLE_NAME],
    directories: [`${world.stateDir}/dynamodb`],
  });
  expect(search.items).toBeGreaterThan(0);
  expect(search.found).toBe(0);
});
