/**
 * Covers src/broker/servers/put-mcp-server.ts, src/broker/servers/own-servers.ts, src/broker/servers/allowed-hosts.ts,
 * src/broker/servers/custom-api.ts, src/broker/servers/server-url.ts, src/providers/template-names.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.connect(world.ada, 'acme');
});
afterAll(() => world.close());

const SPAWNED = {
  name: 'Own notes',
  provider: 'demo',
  placements: [{ in: 'env', name: 'DEMO_TOKEN', value: '{accessToken}' }],
  removeHeaders: [],
  binding: 'process',
  discovery: false,
  scopes: ['notes:read'],
};
const REMOTE = {
  ...SPAWNED,
  url: 'https://mcp.customer.example/mcp',
  placements: [{ in: 'header', name: 'X-Mcp-Secret-NOTES', value: '{accessToken}' }],
  binding: 'request',
  tools: ['read_notes'],
};

const path = (id: string) => `/v1/workspaces/acme/mcp-servers/${id}`;
const put = (id: string, body: object, person = world.ada) =>
  person.request<{ code?: string; allowedHosts?: string[]; removeHeaders?: string[] }>('PUT', path(id), body);

const ADMIN: Caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin']]) };

/** Names of this test resolve nowhere; this one stands for a public host. */
function putRemote(serverId: string) {
  const { ports } = world.environment;
  const hosts = { ...ports.hosts, isPublic: async (host: string) => host === 'mcp.customer.example' };
  const input = { caller: ADMIN, workspaceId: 'acme', serverId, server: REMOTE as never };
  return putMcpServer({ ...ports, hosts }, input);
}

function putBeside(url: string) {
  const { ports } = world.environment;
  const settings = { workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' as const };
  const input = {
    caller: ADMIN,
    workspaceId: 'acme',
    serverId: 'own-beside',
    server: { ...REMOTE, url } as never,
  };
  return putMcpServer({ ...ports, settings: { ...ports.settings, ...settings } }, input);
}

function inject(server: string, more: object = {}, patch: Partial<InjectPorts> = {}, workspaceId = 'acme') {
  const operation = { id: world.operationId(), kind: 'call', server, tool: 'read_notes', ...more };
  const ports = { ...world.environment.ports, verifyCaller: undefined, ...patch };
  return answerInjection(ports, { version: '1', workspaceId, operation });
}
const reasonOf = (answer: InjectionAnswer) => (answer.isAuthorized ? 'injected' : answer.context.reason);

describe('a workspace’s own MCP server', () => {
  it('that the runtime starts gets the token in its environment, for the provider’s API', async () => {
    expect((await put('own-stdio', SPAWNED)).status).toBe(200);
    const answer = await inject('own-stdio');
    if (!answer.isAuthorized) throw new Error(answer.context.reason);
    expect(answer.context).toMatchObject({
      headers: {},
      env: { DEMO_TOKEN: expect.any(String) },
      binding: 'process',
    });
    // No request of the runtime carries it; the server calls the provider's API.
    expect(answer.context.allowedHosts).toEqual([]);
    expect(answer.context.apiHosts).toEqual([new URL(world.environment.urls.demoProvider).host]);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'then'])(
    'gets an object with the member %s as it was put',
    async (member) => {
      const value = { json: { [member]: '{accessToken}', type: 'x' } };
      const placements = [{ in: 'env', name: 'DEMO_TOKEN', value }];
      expect(await put(`own-${member.toLowerCase()}`, { ...SPAWNED, placements })).toMatchObject({
        status: 200,
      });
      const answer = await inject(`own-${member.toLowerCase()}`);
      if (!answer.isAuthorized) throw new Error(answer.context.reason);
      const [token] = answer.context.secrets ?? [];
      expect(JSON.parse(answer.context.env?.DEMO_TOKEN ?? '')).toEqual({ [member]: token, type: 'x' });
    },
  );

  it('keeps no member __proto__, and is no object without another one', async () => {
    const placed = (json: object) => [{ in: 'env', name: 'DEMO_TOKEN', value: { json } }];
    const own = (text: string) => placed(JSON.parse(text));
    const alone = await put('own-proto', { ...SPAWNED, placements: own('{"__proto__":"{accessToken}"}') });
    expect(alone).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    const beside = await put('own-proto', {
      ...SPAWNED,
      placements: own('{"__proto__":"{accessToken}","a":"{accessToken}"}'),
    });
    expect(beside).toMatchObject({
      status: 200,
      body: { placements: [{ value: { json: { a: '{accessToken}' } } }] },
    });
  });

  it('T155: at a URL gets it under its own header, for its host and its tools alone', async () => {
    expect(await putRemote('own-remote')).toMatchObject({ allowedHosts: ['mcp.customer.example'] });
    const answer = await inject('own-remote', { host: 'mcp.customer.example' });
    if (!answer.isAuthorized) throw new Error(answer.context.reason);
    expect(Object.keys(answer.context.headers)).toEqual(['X-Mcp-Secret-NOTES']);
    expect(answer.context.removeHeaders).toEqual(expect.arrayContaining(['Authorization', 'Cookie']));
    expect(reasonOf(await inject('own-remote', { host: 'evil.example' }))).toBe('host_not_allowed');
    expect(reasonOf(await inject('own-remote', { tool: 'delete_notes' }))).toBe('tool_not_allowed');
  });

  it('T046: is unknown to other workspaces, and read for nobody who does not belong', async () => {
    await putRemote('own-secret');
    expect(reasonOf(await inject('own-secret', {}, {}, 'globex'))).toBe('unknown_server');
    let reads = 0;
    const ownServers = { find: async () => void reads++ as undefined };
    const verifyCaller = async (): Promise<Caller> => ({
      issuer: 'i',
      subject: 'm',
      roles: new Map([['globex', 'admin']]),
    });
    expect(reasonOf(await inject('own-secret', {}, { ownServers, verifyCaller }))).toBe(
      'caller_not_authorized',
    );
    expect(reads).toBe(0);
  });

  it('is read once in five seconds, an unknown one at each call, and a change serves within them', async () => {
    const { cachedServers } = await import('../../src/broker/servers/own-servers.ts');
    const { serverRecords, vault, clock } = world.environment.ports;
    let reads = 0;
    const counting = {
      ...serverRecords,
      read: (key: Parameters<typeof serverRecords.read>[0]) => {
        reads++;
        return serverRecords.read(key);
      },
    };
    const ownServers = cachedServers(counting, vault, clock);
    await putRemote('own-cached');
    for (let round = 0; round < 5; round++) {
      expect(reasonOf(await inject('own-cached', {}, { ownServers }))).toBe('injected');
      expect(reasonOf(await inject('own-nothing', {}, { ownServers }))).toBe('unknown_server');
    }
    expect(reads).toBe(1 + 5);
    expect((await world.ada.request('DELETE', path('own-cached'))).status).toBe(204);
    expect((await world.ada.request('DELETE', path('own-cached'))).status).toBe(204);
    world.advance(LIMITS.ownServerAge);
    expect(reasonOf(await inject('own-cached', {}, { ownServers }))).toBe('unknown_server');
    world.resetClock();
  });

  it.each<[string, object, string]>([
    ['T011: a URL without https', { url: 'http://mcp.customer.example/mcp' }, 'server_refused'],
    ['T144: a loopback address', { url: 'https://127.0.0.1/mcp' }, 'server_refused'],
    ['T144: the metadata address', { url: 'https://169.254.169.254/' }, 'server_refused'],
    ['T144: a mapped address', { url: 'https://[::ffff:10.0.0.1]/' }, 'server_refused'],
    ['T141: userinfo', { url: 'https://a:b@mcp.customer.example/' }, 'server_refused'],
    ['T141: another port', { url: 'https://mcp.customer.example:8443/' }, 'server_refused'],
    ['a name that resolves to nothing', { url: 'https://nosuch.invalid/' }, 'server_refused'],
    ['no placement of the token', { placements: [{ in: 'env', name: 'X', value: 'x' }] }, 'server_refused'],
    [
      'T148: the Host header',
      { placements: [{ in: 'header', name: 'Host', value: '{accessToken}' }] },
      'server_refused',
    ],
    [
      'T148: a hop-by-hop header',
      { placements: [{ in: 'header', name: 'Connection', value: '{accessToken}' }] },
      'server_refused',
    ],
    [
      'T150: a line break in a header',
      { placements: [{ in: 'header', name: 'X', value: 'a\r\n{accessToken}' }] },
      'invalid_request',
    ],
    [
      'T150: a line break in a name',
      { placements: [{ in: 'header', name: 'X\r\nY', value: '{accessToken}' }] },
      'invalid_request',
    ],
    ['T060: hosts of its own choice', { allowedHosts: ['evil.example'] }, 'invalid_request'],
    ['an unknown provider', { provider: 'nosuch' }, 'unknown_provider'],
  ])('is refused with %s, and nothing is stored', async (_title, patch, code) => {
    const answer = await put('own-refused', { ...SPAWNED, ...patch });
    expect(answer.body.code).toBe(code);
    const { serverRecords } = world.environment.ports;
    expect(await serverRecords.read({ workspaceId: 'acme', serverId: 'own-refused' })).toBeUndefined();
  });

  it.each([
    [{ in: 'header', name: 'X-Amz-Security-Token', value: '{accessToken}' }, 'name', 'reserved_header'],
    [{ in: 'header', name: 'X-HTTP-Method-Override', value: '{accessToken}' }, 'name', 'reserved_header'],
    [{ in: 'env', name: 'SSH_ASKPASS', value: '{accessToken}' }, 'name', 'reserved_variable'],
    [{ in: 'env', name: 'A_TOKEN', value: '{accessToken}{accessToken}' }, 'value', 'token_twice'],
    [{ in: 'env', name: 'A_TOKEN', value: '{accessToken} {refreshToken}' }, 'value', 'unknown_name'],
    [{ in: 'env', name: 'A_TOKEN', value: '{accessToken} {clientSecret}' }, 'value', 'unknown_name'],
    [{ in: 'env', name: 'A_TOKEN', value: '{accessToken} {instanceHost}' }, 'value', 'unknown_name'],
  ])('is refused with the field and the reason: %j', async (placement, field, reason) => {
    expect(await put('own-refused', { ...SPAWNED, placements: [placement] })).toMatchObject({
      status: 400,
      body: {
        code: 'server_refused',
        errors: expect.arrayContaining([{ pointer: `/placements/0/${field}`, reason }]),
      },
    });
  });

  it.each([
    ['http://127.0.0.1:8931/mcp', '127.0.0.1:8931'],
    ['http://[::1]:8931/mcp', '[::1]:8931'],
    ['https://10.1.2.3/mcp', '10.1.2.3'],
    ['http://192.168.0.9/mcp', '192.168.0.9'],
    ['https://[fd12::1]:444/mcp', '[fd12::1]:444'],
  ])('may be beside the runtime, at %s, where the stage says so loudly', async (url, host) => {
    expect(await putBeside(url)).toMatchObject({ allowedHosts: [host] });
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.170.2/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://0.0.0.0/',
    'http://nosuch.invalid/',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'http://a:b@127.0.0.1/',
    'http://8.8.8.8/',
    'https://8.8.8.8:8443/',
  ])('T144 T146: is refused beside the runtime too, at %s', async (url) => {
    await expect(putBeside(url)).rejects.toMatchObject({ code: 'server_refused' });
  });

  it.each(['demo-notes', 'github-mcp', 'provider:demo', 'provider:custom~x'])(
    'cannot take the id %s',
    async (id) => {
      expect((await put(id, SPAWNED)).body.code).toBe('server_id_reserved');
    },
  );
});
