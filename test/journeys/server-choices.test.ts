/**
 * What a workspace chooses for a known server: its account, and the address of one that it runs. The API and the injector say the
 * same of it at each moment.
 * Covers src/broker/servers/find-server.ts, src/broker/servers/delete-mcp-server.ts, src/broker/servers/readiness.ts,
 * src/broker/servers/own-servers.ts, src/broker/servers/describe-server.ts.
 */
import { describe, expect, it } from 'vitest';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { cachedServers } from '../../src/broker/servers/own-servers.ts';
import { added } from '../adapters/samples.ts';
import { sealedServer } from '../setup/sealed-server.ts';
import {
  ask,
  beginChoosingServers,
  call,
  checked,
  listed,
  pass,
  put,
  read,
  remove,
  URL_BESIDE,
  world,
} from './choosing-servers.ts';

beginChoosingServers();

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
    for (const name of ['accessToken', 'clientId', 'instanceHost'])
      expect((await put('notion-mcp-passthrough', { url: `${URL_BESIDE}?x={${name}}` })).body).toMatchObject({
        code: 'server_refused',
        errors: [{ pointer: '/url', reason: 'unknown_name' }],
      });
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
