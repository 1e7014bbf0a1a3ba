/**
 * Every command of docs/connect-a-runtime.md, in its order and as it is written there. Covers docs/connect-a-runtime.md.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = new URL('../../client/src/door/main.ts', import.meta.url).pathname;
const page = await readFile(new URL('../../docs/connect-a-runtime.md', import.meta.url), 'utf8');
/** The blocks in their order; a block can be indented in a list. */
const blocks = [...page.matchAll(/^( *)```(sh|json)\n([\s\S]*?)^\1```$/gm)].map(
  ([, indent = '', kind = '', text = '']) => ({
    kind,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }),
);
const commands = blocks.filter(({ kind }) => kind === 'sh').flatMap(({ text }) => text.trim().split('\n'));

let folder: string;
let mcp: { url: string; close(): void };
let api: { url: string; close(): void };

async function listen(handle: RequestListener, path: string) {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: () => void server.close(),
  };
}

/** The server of the page is one on this machine. */
const here = (text: string) =>
  text
    .replaceAll('https://mcp.example.com/mcp/', mcp.url)
    .replaceAll('"mcp.example.com"', `"${new URL(mcp.url).host}"`)
    .replace('7070', '0');

async function script(name: string, text: string) {
  await writeFile(join(folder, name), text);
  await chmod(join(folder, name), 0o755);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'door-page-'));
  mcp = await listen(
    toNodeHandler(
      createMcpHandler(() => new McpServer({ name: 'x', version: '1' }, { capabilities: { tools: {} } })),
    ),
    '/mcp/',
  );
  const registration = {
    ...{ id: 'notes', url: mcp.url, allowedHosts: [new URL(mcp.url).host], removeHeaders: ['Cookie'] },
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    ...{ binding: 'request', discovery: true },
  };
  api = await listen((request, response) => {
    const isMember =
      request.headers.authorization === 'Bearer a.member.token' &&
      request.url === '/v1/workspaces/acme/mcp-servers';
    response.writeHead(isMember ? 200 : 401).end(JSON.stringify({ servers: [registration] }));
  }, '/');
  await script('connections-door', `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  // A machine without GNU gettext.
  const replace = `require('fs').readFileSync(0,'utf8').replaceAll('\${CONNECTIONS_DOOR_SECRET}',process.env.CONNECTIONS_DOOR_SECRET)`;
  await script(
    'envsubst',
    `#!/bin/sh\nexec "${process.execPath}" -e "process.stdout.write(${replace.replaceAll('$', '\\$')})"\n`,
  );
  const json = blocks.find(({ kind }) => kind === 'json')?.text ?? expect.unreachable();
  await writeFile(join(folder, 'door.json'), here(json));
});
afterAll(async () => {
  mcp?.close();
  api?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs until it ends, or until it listens. */
function run(command: string): Promise<{ code: number | null; output: string }> {
  const env = {
    PATH: `${process.env.PATH}:${folder}`,
    CONNECTIONS_API: api.url,
    CONNECTIONS_TOKEN: 'a.member.token',
    AWS_REGION: 'local',
  };
  const child = spawn('sh', ['-c', `exec 2>&1; ${command}`], { cwd: folder, env, detached: true });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.includes('"listening"')) process.kill(-(child.pid as number), 'SIGTERM');
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

describe('docs/connect-a-runtime.md', () => {
  it('has a section with commands for each gateway', () => {
    for (const name of ['Caddy', 'nginx', 'HAProxy', 'Envoy', 'Traefik', 'agentgateway'])
      expect(page).toMatch(new RegExp(`^### ${name}$`, 'm'));
    expect(commands.length).toBeGreaterThan(12);
  });

  it('has commands that work', async () => {
    for (const command of commands) {
      const { code, output } = await run(here(command));
      const isListening = output.includes('"listening"');
      expect([command, isListening || code === 0, output]).toEqual([command, true, output]);
    }
    const secret = await readFile(join(folder, 'secret'), 'utf8');
    for (const file of ['notes.conf', 'envoy.json', 'traefik.yml', 'agentgateway.yaml'])
      expect(await readFile(join(folder, file), 'utf8')).toContain(secret);
    expect(await readFile(join(folder, 'Caddyfile'), 'utf8')).toContain('reverse_proxy');
    expect(await readFile(join(folder, 'connections_notes.lua'), 'utf8')).toContain('core.register_action');
  });
});
