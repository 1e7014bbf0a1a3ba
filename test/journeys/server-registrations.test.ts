/**
 * A workspace's own registration: few fields are enough, and every fault names its field and its reason.
 * Covers src/broker/servers/put-mcp-server.ts, src/broker/servers/server-of-body.ts, src/broker/servers/server-url.ts,
 * src/broker/servers/describe-server.ts, src/broker/servers/list-mcp-servers.ts, src/http/faults-of-body.ts,
 * src/oauth/scopes.ts.
 */
import { describe, expect, it } from 'vitest';
import { describeServer } from '../../src/broker/servers/describe-server.ts';
import { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import { added } from '../adapters/samples.ts';
import { sealedServer } from '../setup/sealed-server.ts';
import { beginChoosingServers, call, listed, put, read, URL_BESIDE, world } from './choosing-servers.ts';

beginChoosingServers();

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

  it('at an address that differs between accounts is shown as it was registered, too', async () => {
    const template = `${URL_BESIDE}/{subdomain}`;
    const { status, body } = await put('few-templates', { provider: 'zendesk', url: template });
    expect(status).toBe(200);
    expect(body).toMatchObject({ urlTemplate: template, connected: false });
    expect(body).not.toHaveProperty('url');
    expect(await listed('few-templates')).toEqual(body);
    const account = { status: 'active' as const, grantedScopes: [], variables: { subdomain: 'acme' } };
    const registration = ServerRegistration.strip().parse({ ...body, url: template });
    const shown = describeServer({ registration, connectionId: 'zendesk' }, 'workspace', {
      connectionId: 'zendesk',
      connection: account,
    });
    expect(shown).toMatchObject({ url: `${URL_BESIDE}/acme`, urlTemplate: template, connected: true });
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
    ['no provider', { binding: 'process' }, [{ pointer: '/provider', reason: 'required' }]],
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
    const key = { workspaceId: 'acme', serverId: 'dropbox-aerostack' };
    const row = sealedServer(await vault.sealer(), key, {
      url: 'http://mcp_server:8080/',
      connectionId: '#',
    });
    await serverRecords.add(key, added(row));
    expect(await listed('dropbox-aerostack')).toMatchObject({
      reason: 'no_address',
      connectionId: 'dropbox',
    });
    expect(await call('dropbox-aerostack')).toBe('unknown_server');
  });

  it('of a provider of the workspace’s own that nobody registered is refused', async () => {
    expect((await put('of-nobody', { provider: 'custom~nope', url: URL_BESIDE })).body.code).toBe(
      'unknown_provider',
    );
    expect((await put('provider:custom~nope', {})).body.code).toBe('unknown_provider');
    expect((await read('provider:custom~nope')).status).toBe(404);
  });
});
