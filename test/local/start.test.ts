/**
 * Covers local/start.ts, local/start-failure.ts, local/environment.ts, local/environment-options.ts, local/closings.ts,
 * local/start-providers.ts, local/start-broker-ports.ts, local/open-app-server.ts, local/app-of-environment.ts,
 * local/verify-people.ts, local/state-lock.ts, local/platform-apps-file.ts, local/ports.ts.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient, consent } from '../../local/demo/api-client.ts';
import { startEnvironment } from '../../local/environment.ts';
import { lockState, StateInUse } from '../../local/state-lock.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { createJsonLog } from '../../src/system/json-log.ts';

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'connections-start-'));
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

async function start(...args: string[]) {
  const child = spawn(process.execPath, ['local/start.ts', '--state', stateDir, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stderr, code] = await Promise.all([
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  return { stderr, code };
}

describe('npm start says in one sentence what is wrong', () => {
  it.each([
    [['--bogus'], /not an option of npm start/],
    [['--port', 'abc'], /--port takes a number/],
    [['--port', '80'], /--port takes a number/],
    [['surplus'], /not an option of npm start/],
  ])('%j', async (args, sentence) => {
    const { stderr, code } = await start(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a taken port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { stderr, code } = await start('--port', String(Math.min(port, 65_529)));
    server.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Port \d+ is in use\. .* npm start -- --port 4000\.\n$/);
  });

  it('a state folder in use', async () => {
    const unlock = await lockState(stateDir);
    const { stderr, code } = await start('--port', '21700');
    await unlock();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Another npm start uses this state folder\. [^\n]*\n$/);
  });
});

// Below Linux's range of ephemeral ports, which other tests draw from.
describe('the state folder', () => {
  it('is locked by one process, and a lock of one that is gone is taken over', async () => {
    const unlock = await lockState(stateDir);
    await expect(lockState(stateDir)).rejects.toThrow(StateInUse);
    await unlock();
    await writeFile(join(stateDir, 'lock'), '999999999');
    await (await lockState(stateDir))();
    await expect(readFile(join(stateDir, 'lock'))).rejects.toThrow();
  });

  it('keeps connections over a restart, tokens that still open and work among them', async () => {
    const log = createJsonLog(() => undefined);
    const ports = {
      app: 21710,
      identityProvider: 21711,
      demoProvider: 21712,
      mcpServers: 21713,
      lambda: 21714,
    };
    const first = await startEnvironment({ stateDir, ports, tickSeconds: 0, log });
    const { dashboard, identityProvider, api } = first.urls;
    const signIn = { issuer: identityProvider, dashboardUrl: dashboard, person: 'ada' } as const;
    const ada = new ApiClient(api, (await walkSignIn(signIn)).accessToken);
    const started = await ada.start('acme', { provider: 'demo' });
    await ada.complete('acme', await consent(started.body, 'ada@demo.test', dashboard));
    await first.close();
    const second = await startEnvironment({ stateDir, ports, tickSeconds: 0, log });
    const { body } = await ada.connections('acme');
    const refreshed = await ada.request('POST', '/v1/workspaces/acme/connections/demo/refresh');
    await second.close();
    expect(body.connections).toMatchObject([{ id: 'demo', status: 'active' }]);
    expect(refreshed).toEqual({ status: 200, body: { outcome: 'refreshed' } });
  });
});
