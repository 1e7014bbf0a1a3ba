/**
 * The commands of connections-door as a person types them, from the built package.
 * Covers client/src/door/main.ts, client/src/door/commands/check.ts, client/src/door/commands/configure.ts,
 * client/src/door/commands/probe.ts, client/src/door/commands/new-secret.ts, client/src/door/commands/command.ts,
 * client/src/door/configure/differences.ts, client/src/door/configure/registration.ts, client/src/door/probe/probe-server.ts,
 * client/src/door/configure/traefik.ts, client/src/door/configure/agentgateway.ts, docs/connect-a-runtime.md.
 */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CHECK } from '../../client/src/door/commands/check.ts';
import type { DoorCommand } from '../../client/src/door/commands/command.ts';
import { CONFIGURE } from '../../client/src/door/commands/configure.ts';
import { NEW_SECRET } from '../../client/src/door/commands/new-secret.ts';
import { PROBE } from '../../client/src/door/commands/probe.ts';
import { GATEWAYS } from '../../client/src/door/configure/plan.ts';
import { DoorError } from '../../client/src/door/door-error.ts';
import { configOf, sha256 } from './set-up-door.ts';

const REGISTRATION = {
  id: 'notes',
  url: 'https://mcp.example.com/mcp/',
  allowedHosts: ['mcp.example.com'],
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  removeHeaders: ['Cookie'],
  binding: 'request',
  discovery: true,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'door-commands-'));
  return () => rm(folder, { recursive: true, force: true });
});

const fileOf = (name: string, value: object) => writtenTo(name, JSON.stringify(value));

async function writtenTo(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(command: DoorCommand, args: string[], environment = {}) {
  let output = '';
  const write = (more: string) => {
    output += more;
  };
  try {
    return { code: await command.run(args, { write, environment }), output };
  } catch (error) {
    if (!(error instanceof DoorError)) throw error;
    return { code: error.code, output: error.message };
  }
}

const configure = async (gateway: string, changes: object = {}, more: string[] = []) =>
  run(CONFIGURE, [
    '--gateway',
    gateway,
    '--server',
    'notes',
    '--registration',
    await fileOf('registration.json', { ...REGISTRATION, ...changes }),
    ...more,
  ]);

describe('configure', () => {
  it.each<[string, object]>([
    ['in a query', { placements: [{ in: 'query', name: 'key', value: '{accessToken}' }] }],
    ['in the environment', { placements: [{ in: 'env', name: 'KEY', value: '{accessToken}' }] }],
    ['T206: in a header with _', { placements: [{ in: 'header', name: 'X_Api', value: '{accessToken}' }] }],
    [
      'in a header of the connection',
      { placements: [{ in: 'header', name: 'Upgrade', value: '{accessToken}' }] },
    ],
    ['nowhere', { placements: [] }],
    ['for a session', { binding: 'session' }],
    ['for a process', { binding: 'process', url: undefined, allowedHosts: [] }],
    ['at an address with names', { url: 'https://{host}/mcp/' }],
    ['at an address with a query', { url: 'https://mcp.example.com/mcp/?x=1' }],
    ['at an address that ends a line', { url: 'https://mcp.example.com/mcp/;}' }],
    ['T205: at a host that it does not allow', { allowedHosts: ['other.example.com'] }],
    ['only with calls', { discovery: false }],
  ])('refuses a registration that places the token %s', async (_what, changes) => {
    for (const gateway of GATEWAYS)
      expect(await configure(gateway, changes)).toMatchObject({ code: 'registration_refused' });
  });

  it('T204: demands a probe of a server with a list of tools, where no body is sent', async () => {
    const tools = { tools: ['allowed'] };
    for (const gateway of ['caddy', 'nginx']) {
      expect(await configure(gateway, tools)).toMatchObject({ code: 'registration_refused' });
      expect(await configure(gateway, tools, ['--compares-headers', 'true'])).toMatchObject({ code: 0 });
    }
    for (const gateway of ['haproxy', 'envoy'])
      expect(await configure(gateway, tools)).toMatchObject({ code: 0 });
  });

  it.each(GATEWAYS)(
    'T205 T207 T208: %s closes if the door fails, and calls one verified address',
    async (gateway) => {
      const { output } = await configure(gateway);
      expect(output).toContain('mcp.example.com');
      expect(output).not.toMatch(
        /failure_mode_allow"?: ?true|failureMode"?: ?"?allow|insecure|verify none|verify off|fallback/i,
      );
      const tls = /tls_trusted_ca_certs|proxy_ssl_verify on|verify required|trusted_ca|rootCAs|backendTLS/;
      expect(output).toMatch(tls);
      expect(output).toContain('CONNECTIONS_DOOR_SECRET');
      const isJson = ['envoy', 'traefik', 'agentgateway'].includes(gateway);
      if (isJson) expect(JSON.parse(output)).toBeTypeOf('object');
    },
  );

  it.each(GATEWAYS)(
    'T207: %s removes the caller’s JWT where the token is in another header',
    async (gateway) => {
      const placements = [{ in: 'header', name: 'X-Api-Token', value: '{accessToken}' }];
      const { output } = await configure(gateway, { placements });
      const removed =
        /request_header -Authorization$|proxy_set_header Authorization "";|del-header Authorization$|"remove": "authorization"|"Authorization": ""|"remove": \[\s+"Authorization"/m;
      expect(output).toMatch(removed);
    },
  );

  it('T206: doubles what HAProxy would expand in an address', async () => {
    const { output } = await configure('haproxy', { url: 'https://mcp.example.com/mcp%41/' });
    expect(output).toContain('set-uri /mcp%%41/\n');
  });

  it.each(GATEWAYS)('prints what the door needs to know of %s', async (gateway) => {
    const { output } = await configure(gateway, {}, ['--part', 'door']);
    const { gateways, servers } = JSON.parse(output);
    const config = {
      ...configOf(),
      servers,
      gateways: [{ ...gateways[0], secretFile: undefined, secretSha256: sha256('x') }],
    };
    const path = await fileOf(`door-${gateway}.json`, config);
    const registration = await fileOf('registration.json', REGISTRATION);
    const checked = await run(CHECK, ['--config', path, '--server', 'notes', '--registration', registration]);
    expect(checked).toMatchObject({ code: 0 });
  });

  it.each([
    ['--path', '/mcp/{x}'],
    ['--path', '/a;b'],
    ['--listen', '127.0.0.1'],
    ['--door', 'door.example.com:7070'],
    ['--ca', '/etc/ssl;x'],
    ['--part', 'other'],
    ['--other', 'x'],
  ])('refuses %s %s', async (name, value) => {
    expect(await configure('caddy', {}, [name, value])).toMatchObject({ code: 'arguments_refused' });
  });
});

describe('T205: check', () => {
  const changed: [string, object, string][] = [
    ['another host', { url: 'https://other.example.com/mcp/', allowedHosts: ['other.example.com'] }, 'url'],
    ['another path', { url: 'https://mcp.example.com/other/' }, 'url'],
    ['another header', { placements: [{ in: 'header', name: 'X-Api', value: '{accessToken}' }] }, 'headers'],
    ['a further header to remove', { removeHeaders: ['Cookie', 'X-Old'] }, 'X-Old'],
    ['a list of tools', { tools: ['a'] }, 'toolsEnforced'],
  ];

  it.each(changed)('notices %s in the registration', async (_what, changes, named) => {
    const path = await fileOf('door.json', JSON.parse(JSON.stringify(configOf())));
    const registration = await fileOf('registration.json', { ...REGISTRATION, ...changes });
    const { code, output } = await run(CHECK, [
      '--config',
      path,
      '--server',
      'notes',
      '--registration',
      registration,
    ]);
    expect(code).toBe('registration_differs');
    expect(output).toContain(named);
  });

  it.each([
    ['--gateway', 'caddy'],
    ['--gateway-file', 'Caddyfile'],
  ])('refuses %s alone, since it would compare nothing', async (name, value) => {
    const config = await fileOf('door.json', JSON.parse(JSON.stringify(configOf())));
    const registration = await fileOf('registration.json', REGISTRATION);
    const given = ['--config', config, '--server', 'notes', '--registration', registration];
    expect(await run(CHECK, [...given, name, value])).toMatchObject({ code: 'arguments_refused' });
  });

  it.each(GATEWAYS)('notices a file of %s that another registration made', async (gateway) => {
    const secret = 'a-secret-of-more-than-thirty-two-bytes';
    const config = await fileOf('door.json', JSON.parse(JSON.stringify(configOf())));
    const registration = await fileOf('registration.json', REGISTRATION);
    const check = async (file: string) =>
      run(
        CHECK,
        [
          ...['--config', config, '--server', 'notes', '--registration', registration],
          ...['--gateway', gateway, '--gateway-file', await writtenTo(`${gateway}.conf`, file)],
        ],
        { CONNECTIONS_DOOR_SECRET: secret },
      );
    const { output } = await configure(gateway);
    expect(await check(output)).toMatchObject({ code: 0 });
    // As envsubst leaves it.
    expect(await check(output.replace(/\$\{CONNECTIONS_DOOR_SECRET\}/g, secret))).toMatchObject({ code: 0 });
    const moved = { url: 'https://other.example.com/mcp/', allowedHosts: ['other.example.com'] };
    const other = await configure(gateway, moved);
    expect(await check(other.output)).toMatchObject({ code: 'registration_differs' });
    expect(await check(`${output}\nmore`)).toMatchObject({ code: 'registration_differs' });
  });
});

describe('T204: probe', () => {
  async function serverOf(handle: RequestListener): Promise<string> {
    const server = createServer(handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  }

  it('finds that a server of the SDK compares headers with the body', async () => {
    const handler = toNodeHandler(
      createMcpHandler(() => new McpServer({ name: 'x', version: '1' }, { capabilities: { tools: {} } })),
    );
    const { code, output } = await run(PROBE, ['--server', await serverOf(handler)]);
    expect([code, output]).toEqual([0, expect.stringContaining('"comparesHeaders": true')]);
  });

  it.each<[string, number, object]>([
    ['answers everything', 200, { result: {} }],
    ['refuses everything with 400', 400, { error: { code: -32_600 } }],
    ['refuses everything as a mismatch', 400, { error: { code: -32_020 } }],
  ])('finds that a server that %s does not', async (_what, status, body) => {
    const url = await serverOf(
      (_request, response) => void response.writeHead(status).end(JSON.stringify(body)),
    );
    expect(await run(PROBE, ['--server', url])).toMatchObject({
      code: 1,
      output: expect.stringContaining('false'),
    });
  });

  it.each<[string, (body: string) => boolean]>([
    ['without a version in the body', (body) => body.includes('"arguments":{}}')],
    ['of an older version', (body) => body.includes('2025-11-25')],
    ['in a batch', (body) => body.startsWith('[')],
  ])('finds that a server that runs a call %s does not', async (_what, isRun) => {
    const url = await serverOf(async (request, response) => {
      const body = await text(request);
      const { 'mcp-method': method, 'mcp-name': name } = request.headers;
      const agrees = method === 'tools/call' && name === 'connections-door-probe';
      const isRefused = !agrees && !isRun(body);
      const error = { error: { code: -32_020 } };
      response.writeHead(isRefused ? 400 : 200).end(JSON.stringify(isRefused ? error : { result: {} }));
    });
    expect(await run(PROBE, ['--server', url])).toMatchObject({ code: 1 });
  });

  it.each([401, 403, 404, 307, 500])('says nothing of a server that answers %s', async (status) => {
    const url = await serverOf((_request, response) => void response.writeHead(status).end());
    expect(await run(PROBE, ['--server', url])).toMatchObject({ code: 'probe_failed' });
  });
});

it('new-secret writes a file for its owner alone, prints the digest, and overwrites nothing', async () => {
  const file = join(folder, 'secret');
  const { code, output } = await run(NEW_SECRET, ['--file', file]);
  expect(code).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const secret = await readFile(file, 'utf8');
  expect(output).toBe(`${sha256(secret)}\n`);
  expect(await run(NEW_SECRET, ['--file', file])).toMatchObject({ code: 'arguments_refused' });
});
