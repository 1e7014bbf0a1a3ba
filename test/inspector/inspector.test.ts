/**
 * The Inspector's command line, unmodified, at one address: it registers, or has a client id; a person signs in and allows it.
 * Covers local/endpoint-server.ts, local/identity-provider.ts, src/endpoint/challenge.ts, src/endpoint/metadata.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Browserless } from '../../local/browserless.ts';
import { ADA_AT_DEMO, startWorld, type World } from '../journeys/world.ts';
import { register } from '../local/sign-in/world.ts';

const INSPECTOR = new URL('node_modules/.bin/mcp-inspector', import.meta.url).pathname;
/** Where the Inspector listens for the answer to its consent. */
const CALLBACK = 'http://127.0.0.1:6276/oauth/callback';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
});
afterAll(() => world?.close());

/** Runs it, and answers its one question in a browser: Ada signs in and allows it. Returns what it prints. */
async function inspect(home: string, args: string[]): Promise<{ out: string; asked: string[] }> {
  const { endpoint, identityProvider } = world.environment.urls;
  const state = {
    MCP_AUTO_OPEN_ENABLED: 'true',
    MCP_INSPECTOR_SECRET_STORE: 'file',
    HOME: home,
    MCP_CATALOG_PATH: join(home, 'mcp.json'),
    MCP_STORAGE_DIR: home,
  };
  const all = ['--cli', `${endpoint}/acme`, '--transport', 'http', '--format', 'json', ...args];
  const child = spawn(process.execPath, [INSPECTOR, ...all], {
    env: { PATH: process.env.PATH, BROWSER: 'none', ...state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  const asked: string[] = [];
  const listen = (text: string) => {
    said += text;
    const [url] = new RegExp(`${identityProvider}/auth\\?\\S+`).exec(said) ?? [];
    if (url === undefined || asked.length > 0 || !/\s$/.test(said)) return;
    asked.push(url);
    allow(url).catch((error: unknown) => child.kill() && expect.unreachable(String(error)));
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    listen(text);
  });
  child.stderr.setEncoding('utf8').on('data', listen);
  const [code] = await once(child, 'close');
  expect(code, said).toBe(0);
  return { out, asked };
}

async function allow(url: string): Promise<void> {
  const browser = new Browserless();
  const page = await browser.press(await browser.open(url), 'Ada');
  const back = await browser.press(page, 'Allow');
  expect([back.status, back.url]).toEqual([200, expect.stringContaining(`${CALLBACK}?code=`)]);
}

async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'connections-inspector-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return home;
}

describe.each([
  ['registers itself', async () => []],
  [
    'has a client id that it is given',
    async () => {
      const { identityProvider } = world.environment.urls;
      const { body } = await register(identityProvider, {
        client_name: 'Inspector',
        redirect_uris: [CALLBACK],
      });
      return ['--client-id', String(body.client_id)];
    },
  ],
] as const)('the Inspector that %s', (_how, given) => {
  it.each(['legacy', 'auto'])('signs in, lists and calls (%s)', async (era) => {
    const home = await newHome();
    const client = await given();
    const of = [...client, '--protocol-era', era];
    const listed = await inspect(home, [...of, '--method', 'tools/list']);
    expect(listed.asked).toHaveLength(1);
    if (client[1]) expect(listed.asked[0]).toContain(`client_id=${client[1]}`);
    expect(listed.out).toContain('demo-notes__list_notes');
    const call = ['--method', 'tools/call', '--tool-name', 'demo-notes__list_notes'];
    const called = await inspect(home, [...of, ...call]);
    // It keeps its tokens, so nobody is asked again.
    expect(called.asked).toEqual([]);
    expect(called.out).toContain(ADA_AT_DEMO);
  });
});
