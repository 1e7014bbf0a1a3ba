/**
 * Covers src/broker/inject/answer-questions.ts, src/broker/inject/list-servers.ts, src/broker/inject/readiness-of.ts,
 * src/broker/inject/answer-runtime.ts, src/aws/table/server-reads.ts, src/broker/servers/stored-server.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import { Problem } from '../../src/broker/errors.ts';
import { answerRuntime, type RuntimePorts } from '../../src/broker/inject/answer-runtime.ts';
import { ServersAnswer } from '../../src/contract/injection-answers.ts';
import type { ListedServer } from '../../src/contract/injection-messages.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
  await world.connect(world.ada, 'acme');
});
afterAll(() => world.close());

const verifyCaller = async (token: string): Promise<Caller> => {
  if (token === 'no keys') throw new Problem('temporarily_unavailable');
  return { issuer: 'https://idp.example', subject: 'ada', roles: new Map([[token, 'member']]) };
};

function ask(event: object = {}, patch: Partial<RuntimePorts> = {}) {
  const ports: RuntimePorts = { ...world.environment.ports, verifyCaller, ...patch };
  return answerRuntime(ports, {
    version: '1',
    workspaceId: 'acme',
    callerToken: 'acme',
    servers: true,
    ...event,
  });
}
async function listOf(event: object = {}, patch: Partial<RuntimePorts> = {}): Promise<ListedServer[]> {
  const answer = ServersAnswer.parse(await ask(event, patch));
  if ('isAuthorized' in answer) throw new Error(answer.context.reason);
  return answer.servers;
}
const serverOf = async (id: string, event: object = {}) =>
  (await listOf(event)).find((server) => server.id === id);

describe('the list of all servers', () => {
  it('says of each what a runtime needs to offer its tools, in the order of their ids', async () => {
    const servers = await listOf();
    expect(servers.map(({ id }) => id)).toEqual(servers.map(({ id }) => id).toSorted());
    expect(servers.find(({ id }) => id === 'demo-notes')).toEqual({
      ...{ id: 'demo-notes', name: expect.any(String), url: world.environment.urls.notesMcp },
      ...{ binding: 'request', discovery: false, ready: true, connectionId: 'demo' },
    });
    expect(servers.find(({ id }) => id === 'github-mcp')).toMatchObject({
      ...{ ready: false, reason: 'not_connected' },
      connectUrl: expect.stringContaining('connect=github&workspace=acme&server=github-mcp'),
    });
  });

  it('has no API of a provider, and no server without an address', async () => {
    const ids = (await listOf()).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('provider:'))).toEqual([]);
    for (const server of await listOf())
      if (server.binding !== 'process' && server.ready) expect(server.url, server.id).toBeDefined();
  });

  it('has the servers of the workspace, and of no other one', async () => {
    const { status } = await world.ada.request('PUT', '/v1/workspaces/acme/mcp-servers/own-notes', {
      ...{ name: 'Our notes', provider: 'demo', binding: 'request', discovery: true },
      ...{ url: world.environment.urls.notesMcp, scopes: [], tools: ['list_notes'] },
      placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    });
    expect(status).toBe(200);
    expect(await serverOf('own-notes')).toMatchObject({
      ready: true,
      discovery: true,
      tools: ['list_notes'],
    });
    expect(await serverOf('own-notes', { workspaceId: 'globex', callerToken: 'globex' })).toBeUndefined();
  });

  it('opens no token and marks nothing, and holds no secret', async () => {
    const { ports } = world.environment;
    const closed = () => expect.unreachable();
    const text = JSON.stringify(
      await listOf(
        {},
        {
          connections: new Proxy(ports.connections, { get: closed }),
          toolCalls: new Proxy(ports.toolCalls, { get: closed }),
          refresher: new Proxy(ports.refresher, { get: closed }),
        },
      ),
    );
    expect(text).toContain('"ready":true');
    expect(text).not.toMatch(/Bearer|sealed|accessToken/);
  });

  it('leaves out a server whose row is not proved, and no other one', async () => {
    const { ports } = world.environment;
    const key = { workspaceId: 'acme', serverId: 'airtable-aerostack' };
    const edited = {
      url: 'https://evil.example/mcp',
      createdAt: world.now(),
      uid: 'x',
      seal: new Uint8Array(60),
    };
    await ports.serverRecords.change(key, { expect: {}, set: edited, writeId: world.operationId() });
    const servers = await listOf();
    expect(JSON.stringify(servers)).not.toContain('evil.example');
    expect(servers.map(({ id }) => id)).toEqual(expect.arrayContaining(['demo-notes', 'own-notes']));
    expect(servers.map(({ id }) => id)).not.toContain(key.serverId);
    await ports.serverRecords.delete(key, {});
  });

  it.each<[string, object, string]>([
    ['of a workspace that the caller is not in', { workspaceId: 'globex' }, 'caller_not_authorized'],
    ['without a caller', { callerToken: undefined }, 'caller_not_authorized'],
    ['whose caller cannot be verified now', { callerToken: 'no keys' }, 'temporarily_unavailable'],
    ['with another member', { check: ['demo-notes'] }, 'invalid_request'],
    ['with something else than true', { servers: ['demo-notes'] }, 'invalid_request'],
  ])('T225: %s is refused', async (_what, event, reason) => {
    expect(await ask(event)).toMatchObject({ isAuthorized: false, context: { reason } });
  });

  it('is refused whole where the table does not answer', async () => {
    const fails = { servers: async () => [], uses: () => Promise.reject(new Error('down')) };
    expect(await ask({}, { serverReads: fails })).toMatchObject({
      isAuthorized: false,
      context: { reason: 'temporarily_unavailable' },
    });
  });
});
