/**
 * The package as a stranger gets it: packed, unpacked in an empty folder, type-checked and run there.
 * Covers client/build.ts, client/src/index.ts.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startLambdaEndpoint } from '../../local/lambda-endpoint.ts';
import { injected, TOKEN } from './fake-injector.ts';
import { answerJson, startUpstream } from './upstream.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

const CONSUMER = `
import { createInjector, injectingFetch, NotInjected, type FetchLike, type Injection } from '@connections/client';

const injector = createInjector({ functionName: 'token-injector', callerToken: 'a.b.c' });
const send: FetchLike = injectingFetch({ injector, workspaceId: 'acme', server: 'demo-notes' });
const asFetch: typeof fetch = send;
const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_notes' } });
try {
  const response = await asFetch(process.argv[2] ?? '', { method: 'POST', body });
  console.log(response.status, await response.text());
} catch (error) {
  if (!(error instanceof NotInjected)) throw error;
  const url: string | undefined = error.connectUrl;
  console.log(error.reason, url);
}
injector.close();

// @ts-expect-error: an injection names its workspace
injectingFetch({ injector, server: 'demo-notes' });
const binding: Injection['binding'] = 'request';
// @ts-expect-error: there is no such binding
const other: Injection['binding'] = 'for ever';
void [binding, other];
`;

let folder: string;
let installed: string;
let size: number;
let files: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connections-client-'));
  const { stdout } = await run('npm', ['pack', '-w', 'client', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    env: { ...process.env, npm_config_update_notifier: 'false', npm_config_offline: 'true' },
  });
  // The build's own line comes before.
  const packed: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  const [report] = Object.values(packed as object) as {
    filename: string;
    size: number;
    files: { path: string }[];
  }[];
  ({ size } = report ?? expect.unreachable());
  files = (report ?? expect.unreachable()).files.map(({ path }) => path);
  installed = join(folder, 'node_modules/@connections/client');
  await mkdir(installed, { recursive: true });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? expect.unreachable();
  await run('tar', ['xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  for (const name of ['@aws-sdk', '@types'])
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'consumer.ts'), CONSUMER);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed client', () => {
  it('is dist, licence and README, and weighs little', () => {
    console.info(`@connections/client: ${(size / 1024).toFixed(1)} kB packed`);
    // With the command connections-door, which no runtime loads.
    expect(size).toBeLessThan(104_000);
    const others = files.filter((path) => !path.startsWith('dist/'));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(files.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([]);
  });

  it('T184: depends on the Lambda client alone, and imports it and Node’s own modules', async () => {
    const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toEqual(['@aws-sdk/client-lambda']);
    const root = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(dependencies['@aws-sdk/client-lambda']).toBe(root.dependencies['@aws-sdk/client-lambda']);
    const bundle = await readFile(join(installed, 'dist/index.js'), 'utf8');
    const imported = [...bundle.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => name);
    expect(new Set(imported)).toEqual(
      new Set(['@aws-sdk/client-lambda', 'node:crypto', 'node:timers/promises', 'node:util']),
    );
  });

  it('has the command connections-door, which runs where it is installed', async () => {
    const { bin } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    const command = join(installed, bin['connections-door']);
    expect((await readFile(command, 'utf8')).startsWith('#!/usr/bin/env node\n')).toBe(true);
    const { stdout } = await run(process.execPath, [command, '--help']);
    expect(stdout).toContain('connections-door serve --config <file>');
    const wrong = await run(process.execPath, [command, 'open']).catch((error: { stderr: string }) => error);
    expect(wrong.stderr).toContain('arguments_refused');
  });

  it('names no file that is not packed', async () => {
    for (const path of files.filter((each) => each.endsWith('.d.ts'))) {
      const text = await readFile(join(installed, path), 'utf8');
      for (const [, target = ''] of text.matchAll(/from '(\.[^']+)'/g)) {
        const declaration = join(installed, path, '..', target.replace(/\.js$/, '.d.ts'));
        expect(declaration.startsWith(installed) && existsSync(declaration), `${path}: ${target}`).toBe(true);
      }
    }
  });

  it('type-checks and runs in an empty folder, on Node 20 too where there is one', async () => {
    const settings = { strict: true, module: 'nodenext', target: 'es2022', types: ['node'], outDir: 'out' };
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: settings, files: ['consumer.ts'] }),
    );
    const tsc = await run(process.execPath, [
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      '-p',
      folder,
    ]).catch((error: { stdout: string }) => error);
    expect(tsc.stdout).toBe('');
    const upstream = await startUpstream(({ headers }, response) =>
      answerJson(response, headers.authorization),
    );
    const allowedHosts = [upstream.host];
    const { origin, close } = await startLambdaEndpoint(0, {
      'token-injector': async () => injected({ allowedHosts }),
    });
    onTestFinished(close);
    const env = {
      AWS_ENDPOINT_URL_LAMBDA: origin,
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    const nodes = [process.execPath, '/usr/bin/node'].filter(existsSync);
    for (const node of nodes) {
      const { stdout } = await run(node, [join(folder, 'out/consumer.js'), upstream.url], { env });
      expect(stdout).toBe('200 "Bearer [removed]"\n');
    }
    expect(upstream.received.map(({ headers }) => headers.authorization)).toEqual(
      nodes.map(() => `Bearer ${TOKEN}`),
    );
  }, 60_000);
});
