/**
 * Every bundle loads, and the operator's servers are in the right bundles.
 * Covers lib/functions/code/bundling.ts, lib/functions/code/function-source.ts, lib/functions/code/built-in-servers.ts.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { FUNCTIONS, type FunctionName, VARIABLE } from '../../src/contract/environment.ts';
import { giveStreaming } from '../lambdas/lambda-streaming.ts';
import { resolve } from './resolve.ts';
import {
  PROXIED_SERVER,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  withEverything,
} from './stage-template.ts';

// A name that a shell would not leave alone: the registrations travel to esbuild on a command line.
const NAME = 'CRM $(id) `id` "quoted" %PATH%';
const server = { ...PROXIED_SERVER, id: 'crm-of-the-test', name: NAME };

let template: StageTemplate;
const before = { ...process.env };
beforeAll(() => {
  template = stageTemplate(withEverything(settingsOf('dev'), server), { bundles: true });
}, 60_000);
afterAll(() => {
  process.env = before;
  vi.unstubAllGlobals();
  rmSync(template.folder, { recursive: true });
});

function fileOf(name: FunctionName): string {
  const { S3Key } = template.resources[template.functionIds[name]]?.Properties.Code ?? {};
  return join(template.folder, `asset.${S3Key.replace(/\.zip$/, '')}`, 'index.mjs');
}

it.each(FUNCTIONS)('%s loads in Node 24 with its own variables, and exports its handler', async (name) => {
  for (const variable of Object.values(VARIABLE)) delete process.env[variable];
  const variables = template.resources[template.functionIds[name]]?.Properties.Environment.Variables;
  Object.assign(process.env, resolve(variables), {
    AWS_REGION: 'eu-central-1',
    CONNECTIONS_API_ORIGIN: 'https://api.example.com',
  });
  giveStreaming();
  const { handler } = await import(/* @vite-ignore */ pathToFileURL(fileOf(name)).href);
  expect(handler).toBeTypeOf('function');
});

it('the operator’s servers are where they are looked up, word for word, and nowhere else', () => {
  const holders = FUNCTIONS.filter((name) => readFileSync(fileOf(name), 'utf8').includes(server.id));
  expect(holders).toEqual(['connections-api', 'connect', 'token-injector', 'token-authorizer']);
  // Minified code may write the text with any quotes, so look for what lies between the dangerous characters.
  const code = readFileSync(fileOf('token-injector'), 'utf8');
  for (const part of ['CRM $(id) ', 'quoted', ' %PATH%']) expect(code).toContain(part);
});

it('T071 no bundle carries a source map, a private key or an access key', () => {
  for (const name of FUNCTIONS) {
    const code = readFileSync(fileOf(name), 'utf8');
    expect(code).not.toMatch(/sourceMappingURL|-----BEGIN [A-Z ]*PRIVATE KEY-----\\n|AKIA[0-9A-Z]{16}/);
  }
});

it('T250: no bundle holds a script of a played provider', async () => {
  const accounts = SCRIPTED_PROVIDERS.map(({ expected }) => expected.account);
  const telling = [...new Set(accounts)].filter((account) => account.length > 6);
  const marks = [...telling, 'not as documented', 'Played provider: no real account'];
  // Where the scripts are bundled, the marks are found.
  const entryPoints = ['local/played-providers/start-played-providers.ts'];
  const played = await build({ entryPoints, bundle: true, write: false, platform: 'node', format: 'esm' });
  const scripts = played.outputFiles.map(({ text }) => text).join();
  expect(marks.filter((mark) => !scripts.includes(mark))).toEqual([]);
  for (const name of FUNCTIONS) {
    const code = readFileSync(fileOf(name), 'utf8');
    expect([name, marks.filter((mark) => code.includes(mark))]).toEqual([name, []]);
  }
});
