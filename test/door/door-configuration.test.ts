/**
 * A configuration that says something else than a door needs is refused with a sentence, and nothing listens.
 * Covers client/src/door/config/read-door-config.ts, client/src/door/config/read-gateways.ts,
 * client/src/door/config/read-servers.ts, client/src/door/config/read-listen.ts, client/src/door/config/members.ts,
 * client/src/door/config/header-names.ts, client/src/door/config/gateway-secret.ts, client/src/door/serve/listen-at-socket.ts,
 * client/src/door/door-error.ts.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readDoorConfig, readDoorConfigFile } from '../../client/src/door/config/read-door-config.ts';
import { DoorError } from '../../client/src/door/door-error.ts';
import { startDoor } from '../../client/src/door/serve/start-door.ts';
import { createInjector } from '../../client/src/index.ts';
import { fakeLambda, injected } from '../client/fake-injector.ts';
import { configOf, jwt, SECRET, sha256 } from './set-up-door.ts';

function codeOf(read: () => unknown): string {
  try {
    read();
    return 'none';
  } catch (error) {
    if (!(error instanceof DoorError)) throw error;
    expect(error.message).not.toContain(SECRET);
    return error.code;
  }
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'door-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('a configuration', () => {
  it.each<[string, Parameters<typeof configOf>[0], string]>([
    ['with an unknown member', { config: { fallback: true } }, 'config_invalid'],
    ['with an unknown member of a server', { server: { failOpen: true } }, 'config_invalid'],
    ['with an unknown member of a gateway', { gateway: { allServers: true } }, 'config_invalid'],
    ['whose gateway has no secret', { gateway: { secretSha256: undefined } }, 'config_invalid'],
    ['whose gateway has the secret itself', { gateway: { secretSha256: SECRET } }, 'config_invalid'],
    [
      'whose gateways share a secret',
      { gateway: { secretSha256: sha256('other-secret-of-more-than-32-bytes-0123456789') } },
      'config_invalid',
    ],
    ['whose gateways share a name', { gateway: { name: 'other' } }, 'config_invalid'],
    ['whose gateway may ask for nothing', { gateway: { servers: [] } }, 'config_invalid'],
    [
      'whose gateway may ask for a server that is not there',
      { gateway: { servers: ['x'] } },
      'config_invalid',
    ],
    ['without gateways', { config: { gateways: [] } }, 'config_invalid'],
    ['without servers', { config: { servers: {} } }, 'config_invalid'],
    ['with another host than the URL’s', { server: { host: 'other.example.com' } }, 'config_invalid'],
    [
      'with plain http',
      { server: { url: 'http://mcp.example.com/', host: 'mcp.example.com' } },
      'config_invalid',
    ],
    ['with a query', { server: { url: 'https://mcp.example.com/mcp?x=1' } }, 'config_invalid'],
    ['with a user', { server: { url: 'https://u:p@mcp.example.com/mcp' } }, 'config_invalid'],
    ['with braces', { server: { url: 'https://mcp.example.com/{x}' } }, 'config_invalid'],
    ['without headers', { server: { headers: [] } }, 'config_invalid'],
    ['T206: with a header that has _', { server: { headers: ['X_Api_Token'] } }, 'config_invalid'],
    ['with a header twice', { server: { headers: ['X-Api', 'x-api'] } }, 'config_invalid'],
    ['with a header of the connection', { server: { headers: ['Connection'] } }, 'config_invalid'],
    ['with a header of MCP', { server: { headers: ['Mcp-Name'] } }, 'config_invalid'],
    ['with a header of the answer', { server: { headers: ['Cache-Control'] } }, 'config_invalid'],
    ['with a header of the door', { server: { headers: ['X-Connections-Answer'] } }, 'config_invalid'],
    ['T203: at all addresses', { config: { listen: { host: '0.0.0.0', port: 7070 } } }, 'listen_refused'],
    ['T203: at all addresses of IPv6', { config: { listen: { host: '::', port: 7070 } } }, 'listen_refused'],
    ['T203: at a name', { config: { listen: { host: 'localhost', port: 7070 } } }, 'listen_refused'],
    [
      'T203: at another loopback address',
      { config: { listen: { host: '127.0.0.2', port: 7070 } } },
      'listen_refused',
    ],
    [
      'T203: at a socket for everybody',
      { config: { listen: { socket: '/run/door', mode: '0666' } } },
      'config_invalid',
    ],
    ['without an address', { config: { listen: undefined } }, 'config_invalid'],
    [
      'whose metadata would end the challenge',
      { server: { resourceMetadata: 'https://x.example/"' } },
      'config_invalid',
    ],
  ])('%s is refused', (_what, changes, code) => {
    const written = JSON.parse(JSON.stringify(configOf(changes)));
    expect(codeOf(() => readDoorConfig(written))).toBe(code);
  });

  it('that is right is read', () => {
    expect(codeOf(() => readDoorConfig(configOf()))).toBe('none');
  });

  it('that cannot be read, or has a member twice, is refused', async () => {
    const path = join(await folder(), 'door.json');
    expect(codeOf(() => readDoorConfigFile(path))).toBe('config_unreadable');
    const text = JSON.stringify(configOf());
    await writeFile(path, text.replace('{', '{"injector":"other",'));
    expect(codeOf(() => readDoorConfigFile(path))).toBe('config_unreadable');
    await writeFile(path, text);
    expect(readDoorConfigFile(path).injector).toBe('token-injector');
  });

  it('takes a secret from a file, if it has 32 bytes', async () => {
    const secretFile = join(await folder(), 'secret');
    const changes = { gateway: { secretSha256: undefined, secretFile } };
    const read = () => readDoorConfig(JSON.parse(JSON.stringify(configOf(changes))));
    expect(codeOf(read)).toBe('config_unreadable');
    await writeFile(secretFile, 'short');
    expect(codeOf(read)).toBe('config_invalid');
    await writeFile(secretFile, `${SECRET}\n`);
    expect(read().gateways[0]?.digest.toString('hex')).toBe(sha256(SECRET));
  });
});

describe('T203: a Unix socket', () => {
  const start = (socket: string, mode: string) => {
    const config = readDoorConfig(configOf({ config: { listen: { socket, mode } } }));
    const client = fakeLambda({ answer: injected() });
    return startDoor({ config, injector: createInjector({ functionName: 'f', client }) });
  };
  const statusAt = (socketPath: string, headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const sent = request({ socketPath, path: '/authorize/notes', headers }, (answer) =>
        resolve(answer.resume().statusCode),
      );
      sent.once('error', reject).end();
    });

  it.each(['0600', '0660'])('has the mode %s, and its door asks for the secret', async (mode) => {
    const path = join(await folder(), 'door.sock');
    const door = await start(path, mode);
    onTestFinished(() => door.close());
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe(mode.slice(1));
    const headers = { host: 'localhost', authorization: `Bearer ${jwt()}` };
    expect(await statusAt(path, headers)).toBe(403);
    expect(await statusAt(path, { ...headers, 'x-connections-door': SECRET })).toBe(200);
  });

  it('that another door uses, or that is a file, is left alone', async () => {
    const path = join(await folder(), 'door.sock');
    const door = await start(path, '0600');
    onTestFinished(() => door.close());
    await expect(start(path, '0600')).rejects.toMatchObject({ code: 'listen_refused' });
    const file = join(await folder(), 'file');
    await writeFile(file, 'x');
    await expect(start(file, '0600')).rejects.toMatchObject({ code: 'listen_refused' });
  });

  it('that a killed process left behind is used again', async () => {
    const path = join(await folder(), 'door.sock');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(`${path}.x`, resolve));
    const { renameSync } = await import('node:fs');
    renameSync(`${path}.x`, path);
    await new Promise((resolve) => other.close(resolve));
    const door = await start(path, '0600');
    onTestFinished(() => door.close());
    expect(door.address).toBe(path);
  });
});
