/**
 * What a workspace says of an MCP server: a registration of its own with few fields, the account of any server, the address
 * of one that it runs; and that the API and the injector say the same of it.
 * Covers src/broker/servers/put-mcp-server.ts, src/broker/servers/delete-mcp-server.ts,
 * src/broker/servers/server-of-body.ts, src/broker/servers/server-url.ts, src/broker/servers/describe-server.ts,
 * src/broker/servers/readiness.ts, src/broker/servers/find-server.ts, src/broker/servers/list-mcp-servers.ts,
 * src/broker/scopes.ts, src/broker/connect/choose-scopes.ts, src/broker/apps/app-to-use.ts,
 * src/broker/apps/list-providers.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { cachedServers } from '../../src/broker/servers/own-servers.ts';
import { added } from '../adapters/samples.ts';
import { sealedServer } from '../setup/sealed-server.ts';
import { startWorld, type World } from './world.ts';

interface Described {
  id: string;
  code?: string;
  connectionId: string;
  connected: boolean;
  reason?: string;
  missingScopes?: string[];
  placements: object[];
  errors?: { pointer: string; reason: string }[];
}

let world: World;
beforeAll(async () => {
  world = await startWorld({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
  await world.connect(world.ada, 'acme', { provider: 'demo', label: 'sales' });
});
afterAll(() => world.close());

const URL_BESIDE = 'http://127.0.0.1:8931/mcp';
const path = (id: string) => `/v1/workspaces/acme/mcp-servers/${id}`;
const put = (id: string, body: object, person = world.ada) =>
  person.request<Described>('PUT', path(id), body);
const read = (id: string, person = world.bob) => person.request<Described>('GET', path(id));
const remove = (id: string) => world.ada.request('DELETE', path(id));
const listed = async (id: string) => {
  const { body } = await world.bob.request<{ servers: Described[] }>(
    'GET',
    '/v1/workspaces/acme/mcp-servers',
  );
  return body.servers.find((server) => server.id === id);
};

type Answer = { isAuthorized?: boolean; context: { reason?: string; connectionId?: string } };
const ask = async (event: object) =>
  (await answerRuntime(
    { ...world.environment.ports, verifyCaller: undefined },
    { version: '1', workspaceId: 'acme', ...event },
  )) as never;
const call = async (server: string, more: object = {}): Promise<string | undefined> => {
  const operation = { id: world.operationId(), kind: 'call', server, tool: 'list_notes' };
  const { context }: Answer = await ask({ operation, ...more });
  return context.reason ?? context.connectionId;
};
const checked = async (server: string) => {
  const { statuses }: { statuses: { ready: boolean; reason?: string; connectionId?: string }[] } = await ask({
    check: [server],
  });
  const [status] = statuses;
  return status?.ready ? status.connectionId : status?.reason;
};
/** What was read before is forgotten. */
const pass = () => world.advance(LIMITS.ownServerAge);

describe('a registration with few fields', () => {
  it('is complete, can be read by every member, and takes the token', async () => {
    const { status, body } = await put('few-fields', { provider: 'demo', url: URL_BESIDE });
    expect(status).toBe(200);
    const complete = {
      id: 'few-fields',
      name: 'few-fields',
      provider: 'demo',
      url: URL_BESIDE,
      allowedHosts: ['127.0.0.1:8931'],
      apiHosts: [new URL(world.environment.urls.demoProvider).host],
      placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
      removeHeaders: ['Authorization', 'Cookie'],
      binding: 'request',
      discovery: true,
      scopes: [],
      source: 'workspace',
      connectionId: 'demo',
      connected: false,
      reason: 'not_connected',
    };
    expect(body).toEqual(complete);
    expect((await read('few-fields')).body).toEqual(complete);
    expect(await listed('few-fields')).toEqual(complete);
    expect(await call('few-fields', { connectionId: 'demo~sales' })).toBe('demo~sales');
  });

  it('that a runtime starts needs to say where the token goes', async () => {
    const placements = [{ in: 'env', name: 'NOTES_TOKEN', value: '{accessToken}' }];
    expect((await put('few-started', { provider: 'demo', placements })).body).toMatchObject({
      binding: 'process',
      allowedHosts: [],
      discovery: true,
    });
    expect((await put('few-nothing', { provider: 'demo' })).body.errors).toEqual([
      { pointer: '/url', reason: 'required' },
    ]);
  });

  it('is read by nobody outside, and what does not exist is not found', async () => {
    expect((await read('few-fields', world.mallory)).status).toBe(404);
    expect((await read('nothing-here')).status).toBe(404);
    expect((await put('few-fields', { provider: 'demo', url: URL_BESIDE }, world.bob)).body.code).toBe(
      'forbidden',
    );
  });
});

describe('a fault of a registration', () => {
  const own = { provider: 'demo', url: URL_BESIDE };
  it.each<[string, object, { pointer: string; reason: string }[]]>([
    ['no provider', { url: URL_BESIDE }, [{ pointer: '/provider', reason: 'required' }]],
    ['http elsewhere', { ...own, url: 'http://8.8.8.8/mcp' }, [{ pointer: '/url', reason: 'not_https' }]],
    [
      'user information',
      { ...own, url: 'https://a:b@127.0.0.1/' },
      [{ pointer: '/url', reason: 'user_information' }],
    ],
    [
      'a host without a name',
      { ...own, url: 'https://nosuch.invalid/' },
      [{ pointer: '/url', reason: 'not_public' }],
    ],
    [
      'a request binding without an address',
      {
        provider: 'demo',
        binding: 'request',
        placements: [{ in: 'header', name: 'X-T', value: '{accessToken}' }],
      },
      [{ pointer: '/binding', reason: 'needs_url' }],
    ],
    [
      'a host with an underscore',
      { ...own, url: 'http://mcp_server:8080/mcp' },
      [{ pointer: '/url', reason: 'malformed_host' }],
    ],
    [
      'a host that ends with a dot',
      { ...own, url: 'https://mcp.example.com./' },
      [{ pointer: '/url', reason: 'malformed_host' }],
    ],
    [
      'a host that begins with a hyphen',
      { ...own, url: 'https://-a.example.com/' },
      [{ pointer: '/url', reason: 'malformed_host' }],
    ],
    [
      'a host with a name in braces',
      { ...own, url: 'https://{subdomain}.example.com/' },
      [{ pointer: '/url', reason: 'malformed_host' }],
    ],
    [
      'a host that is too long',
      { ...own, url: `https://${'a.'.repeat(140)}example/` },
      [{ pointer: '/url', reason: 'malformed_host' }],
    ],
    [
      'an address of a server that a runtime starts',
      {
        ...own,
        binding: 'process',
        placements: [{ in: 'env', name: 'NOTES_TOKEN', value: '{accessToken}' }],
      },
      [{ pointer: '/url', reason: 'no_url' }],
    ],
    [
      'a misspelt name in a template',
      { ...own, placements: [{ in: 'header', name: 'X-T', value: '{accessToken} {instanceHots}' }] },
      [{ pointer: '/placements/0/value', reason: 'unknown_name' }],
    ],
    [
      'scopes that nobody can grant, and that are none',
      { ...own, scopes: ['notes:read', 'admin', 'a b', 'x"y'] },
      [
        { pointer: '/scopes/1', reason: 'ungrantable_scope' },
        { pointer: '/scopes/2', reason: 'malformed_scope' },
        { pointer: '/scopes/3', reason: 'malformed_scope' },
      ],
    ],
    [
      'an account that is not there',
      { ...own, connectionId: 'demo~nobody' },
      [{ pointer: '/connectionId', reason: 'unknown_connection' }],
    ],
    [
      'an account of another provider',
      { ...own, connectionId: 'google' },
      [{ pointer: '/connectionId', reason: 'unknown_connection' }],
    ],
    [
      'two at once',
      { ...own, url: 'ftp://127.0.0.1/', scopes: ['admin'] },
      [
        { pointer: '/url', reason: 'not_https' },
        { pointer: '/scopes/0', reason: 'ungrantable_scope' },
      ],
    ],
  ])('is named with its field and its reason, and nothing is stored: %s', async (_what, body, errors) => {
    const answer = await put('faulty', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'server_refused', errors } });
    expect((await read('faulty')).status).toBe(404);
  });
});

describe('a body of another form', () => {
  it.each<[object, string]>([
    [{ provider: 'demo', url: 'nonsense' }, '/url'],
    [{ provider: 'demo', url: URL_BESIDE, name: '' }, '/name'],
    [{ provider: 'demo', url: URL_BESIDE, name: 'two\nlines' }, '/name'],
    [{ provider: 'demo', url: URL_BESIDE, name: 'evil \u202e name' }, '/name'],
    [{ provider: 'demo', url: URL_BESIDE, tools: ['x'.repeat(200)] }, '/tools/0'],
    [
      { provider: 'demo', url: URL_BESIDE, placements: [{ in: 'headers', name: 'X', value: 'x' }] },
      '/placements/0/in',
    ],
    [{ provider: 'demo', url: URL_BESIDE, allowed_hosts: ['evil.example'] }, ''],
  ])('names the field: %j', async (body, pointer) => {
    expect(await put('formless', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer, reason: 'malformed' }] },
    });
  });

  it('repeats no name that the caller chose', async () => {
    const json = { 'a"b<script>': 7 };
    const placements = [{ in: 'header', name: 'X', value: { json } }];
    const { body } = await put('formless', { provider: 'demo', url: URL_BESIDE, placements });
    expect(JSON.stringify(body)).not.toContain('script');
  });
});

describe('an address that no release would take', () => {
  it('leaves the list as it is, and the server without an address', async () => {
    const { serverRecords, vault } = world.environment.ports;
    const key = { workspaceId: 'acme', serverId: 'linear-aerostack' };
    const row = sealedServer(await vault.sealer(), key, {
      url: 'http://mcp_server:8080/',
      connectionId: '#',
    });
    await serverRecords.add(key, added(row));
    expect(await listed('linear-aerostack')).toMatchObject({ reason: 'no_address', connectionId: 'linear' });
    expect(await call('linear-aerostack')).toBe('unknown_server');
  });

  it('of a provider of the workspace’s own that nobody registered is refused', async () => {
    expect((await put('of-nobody', { provider: 'custom~nope', url: URL_BESIDE })).body.code).toBe(
      'unknown_provider',
    );
    expect((await put('provider:custom~nope', {})).body.code).toBe('unknown_provider');
    expect((await read('provider:custom~nope')).status).toBe(404);
  });
});

describe('the account of a server', () => {
  it('is the default one, until an admin chooses another: API and injector agree at each moment', async () => {
    const said = async () => {
      pass();
      const { body } = await read('demo-notes');
      return [
        body.connectionId,
        body.connected,
        body.reason,
        await call('demo-notes'),
        await checked('demo-notes'),
      ];
    };
    expect(await said()).toEqual(['demo', false, 'not_connected', 'not_connected', 'not_connected']);
    expect((await put('demo-notes', { connectionId: 'demo~sales' })).status).toBe(200);
    expect(await said()).toEqual(['demo~sales', true, undefined, 'demo~sales', 'demo~sales']);
    expect(await listed('demo-notes')).toMatchObject({ source: 'catalogue', connectionId: 'demo~sales' });
    // Another server of the provider is as it was.
    expect(await checked('demo-tasks')).toBe('not_connected');
    expect((await put('demo-notes', {})).status).toBe(200);
    expect(await said()).toEqual(['demo', false, 'not_connected', 'not_connected', 'not_connected']);
    await put('demo-notes', { connectionId: 'demo~sales' });
    expect((await remove('demo-notes')).status).toBe(204);
    expect(await said()).toEqual(['demo', false, 'not_connected', 'not_connected', 'not_connected']);
  });

  it('is chosen for the API of a provider, too, and recorded', async () => {
    expect((await put('provider:demo', { connectionId: 'demo~sales' })).status).toBe(200);
    pass();
    expect(await call('provider:demo')).toBe('demo~sales');
    const { body } = await world.ada.request<{ activity: object[] }>('GET', '/v1/workspaces/acme/activity');
    expect(body.activity[0]).toMatchObject({ type: 'mcp_server_put', server: 'provider:demo' });
    await remove('provider:demo');
  });

  it('is not chosen by a member, nor by the registration of a server that others have', async () => {
    expect((await put('demo-notes', { connectionId: 'demo~sales' }, world.bob)).body.code).toBe('forbidden');
    expect((await put('demo-notes', { provider: 'demo' })).body.code).toBe('server_id_reserved');
    expect((await put('demo-notes', { url: URL_BESIDE })).body).toMatchObject({
      code: 'server_refused',
      errors: [{ pointer: '/url', reason: 'has_address' }],
    });
  });

  const stored = async (serverId: string, choice: Parameters<typeof sealedServer>[2], edit: object = {}) => {
    const { serverRecords, vault } = world.environment.ports;
    const key = { workspaceId: 'acme', serverId };
    await serverRecords.delete(key, {});
    await serverRecords.add(key, added({ ...sealedServer(await vault.sealer(), key, choice), ...edit }));
    pass();
  };

  it('of another provider is none: the catalogue may have changed since', async () => {
    await stored('demo-notes', { connectionId: 'google' });
    expect(await call('demo-notes')).toBe('not_connected');
    expect((await read('demo-notes')).body.connectionId).toBe('demo');
    await remove('demo-notes');
  });

  it('that nobody with a key wrote is not used: the call fails closed', async () => {
    await stored('demo-notes', {}, { connectionId: 'demo~sales' });
    expect(await call('demo-notes')).toBe('temporarily_unavailable');
    await remove('demo-notes');
    pass();
  });

  it('keeps its address, whatever the workspace stored before the catalogue had one', async () => {
    await stored('demo-notes', { url: 'https://evil.example/mcp', connectionId: 'demo~sales' });
    const { body } = await read('demo-notes');
    expect(body).toMatchObject({ connected: true });
    expect(JSON.stringify(body)).not.toContain('evil');
    await remove('demo-notes');
    pass();
  });

  it('says which scopes it was not granted', async () => {
    const scopes = ['notes:read', 'notes:write'];
    await put('writer', { provider: 'demo', url: URL_BESIDE, scopes, connectionId: 'demo~sales' });
    const missing = { reason: 'insufficient_scope', missingScopes: ['notes:write'] };
    expect((await read('writer')).body).toMatchObject({ connected: false, ...missing });
    pass();
    expect(await call('writer')).toBe('insufficient_scope');
    expect(await checked('writer')).toBe('insufficient_scope');
  });
});

describe('a server that others wrote and the workspace runs', () => {
  it('has the address that an admin gives it, and no other host gets its token', async () => {
    expect((await read('notion-mcp-passthrough')).body).toMatchObject({
      connected: false,
      reason: 'no_address',
    });
    expect(await call('notion-mcp-passthrough')).toBe('unknown_server');
    expect((await put('notion-mcp-passthrough', { url: URL_BESIDE })).body).toMatchObject({
      url: URL_BESIDE,
      allowedHosts: ['127.0.0.1:8931'],
      apiHosts: ['api.notion.com'],
      source: 'catalogue',
    });
    pass();
    const host = 'api.notion.com';
    const operation = {
      id: world.operationId(),
      kind: 'call',
      server: 'notion-mcp-passthrough',
      tool: 't',
      host,
    };
    expect(await ask({ operation })).toMatchObject({ context: { reason: 'host_not_allowed' } });
    expect(await call('notion-mcp-passthrough')).toBe('not_connected');
  });
});

describe('what was read of a server', () => {
  it('is kept for five seconds, and the absence of an own registration is not', async () => {
    pass();
    expect(await call('fresh')).toBe('unknown_server');
    await put('fresh', { provider: 'demo', url: URL_BESIDE, connectionId: 'demo~sales' });
    expect(await call('fresh')).toBe('demo~sales');
    await remove('fresh');
    world.advance(LIMITS.ownServerAge - 500);
    expect(await call('fresh')).toBe('demo~sales');
    world.advance(500);
    expect(await call('fresh')).toBe('unknown_server');
  });
});

describe('a warm injection', () => {
  it.each(['demo-notes', 'warm-own'])(
    'is one write and one read, and once in five seconds another: %s',
    async (server) => {
      await put('warm-own', { provider: 'demo', url: URL_BESIDE });
      const { ports } = world.environment;
      const made: string[] = [];
      const noting = <S extends object>(name: string, store: S): S =>
        new Proxy(store, {
          get: (of, method) => {
            const member = Reflect.get(of, method);
            if (typeof member !== 'function') return member;
            return (...given: unknown[]) => {
              made.push(`${name}.${String(method)}`);
              return member.apply(of, given);
            };
          },
        });
      const watched = {
        ...ports,
        verifyCaller: undefined,
        ownServers: cachedServers(noting('servers', ports.serverRecords), ports.vault, ports.clock),
        connections: noting('connections', ports.connections),
        toolCalls: noting('calls', ports.toolCalls),
        stepUps: noting('stepUps', ports.stepUps),
      };
      const commands = async () => {
        made.length = 0;
        const operation = { id: world.operationId(), kind: 'call', server, tool: 'list_notes' };
        const event = { version: '1', workspaceId: 'acme', operation, connectionId: 'demo~sales' };
        expect(await answerRuntime(watched, event)).toMatchObject({ isAuthorized: true });
        return [...made].sort();
      };
      await commands();
      expect(await commands()).toEqual(['calls.add', 'connections.read']);
      expect(await commands()).toEqual(['calls.add', 'connections.read']);
      pass();
      expect(await commands()).toEqual(['calls.add', 'connections.read', 'servers.read']);
    },
  );
});

describe('whether a workspace can connect a provider', () => {
  const shown = async (id: string) => {
    const { body } = await world.bob.request<{
      providers: { id: string; connectsWith: string; templateNames: string[] }[];
    }>('GET', '/v1/providers?workspace=acme');
    return body.providers.find((provider) => provider.id === id);
  };
  const started = async (body: object) => {
    const sessions = '/v1/workspaces/acme/connect-sessions';
    return (await world.ada.request<{ code?: string }>('POST', sessions, body)).body.code;
  };

  it('is said before a consent as the consent then does it: a verified app, none, an own one', async () => {
    expect(await shown('demo')).toMatchObject({ connectsWith: 'verified' });
    expect(await shown('github')).toMatchObject({ connectsWith: 'app_not_available' });
    expect(await started({ provider: 'github' })).toBe('app_not_available');
    const app = { clientId: 'acme-own', clientSecret: 'secret-of-acme' };
    expect((await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/github', app)).status).toBe(200);
    expect(await shown('github')).toMatchObject({ connectsWith: 'workspace' });
    expect(await started({ provider: 'github' })).toBeUndefined();
  });

  it('with an own app for any well-formed scope, with the platform’s for those of the catalogue', async () => {
    expect(await started({ provider: 'github', scopes: ['codespace'] })).toBeUndefined();
    expect(await started({ provider: 'github', scopes: ['two scopes'] })).toBe('unknown_scope');
    expect(await started({ provider: 'demo', scopes: ['admin'] })).toBe('unknown_scope');
    const { body } = await put('spaces', { provider: 'github', url: URL_BESIDE, scopes: ['codespace'] });
    expect(body).toMatchObject({ id: 'spaces' });
  });

  it('tells the names that templates of its servers can hold', async () => {
    expect((await shown('salesforce'))?.templateNames).toEqual(
      expect.arrayContaining(['accessToken', 'instanceHost']),
    );
    expect((await shown('demo'))?.templateNames).not.toContain('instanceHost');
  });
});
