/**
 * `npm run conformance`: runs the client scenarios of MCP's conformance suite for authorization against a local environment, and the
 * server scenarios against both faces of the endpoint, and prints tables. It ends with 1 if a client scenario that the revision
 * requires fails, or a server scenario ends otherwise than expected. Options: `--extensions` runs those of extensions
 * too, which are shown and not required; `--docs` writes the table to docs/conformance.md.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { flag, text } from '../../command-line/option.ts';
import { installPinned } from '../install-pinned.ts';
import { startDriven } from './driven-environment.ts';
import { REVISION, SCENARIOS, type ScenarioResult, tableOf } from './results.ts';
import { runServerScenarios } from './server/in-vitest.ts';

const HERE = new URL('.', import.meta.url).pathname;
const SUITE = `${HERE}node_modules/@modelcontextprotocol/conformance/dist/index.js`;
const run = promisify(execFile);

const { options } = fromCommandLine({
  call: 'npm run conformance',
  description: 'Runs MCP’s conformance suite: clients for authorization, and the endpoint as a server.',
  options: {
    extensions: flag('Also runs the scenarios of extensions, which are shown and not required.'),
    docs: flag('Writes the table to docs/conformance.md.'),
    only: text('scenario', 'Runs this client scenario alone, such as auth/basic-cimd.'),
  },
});

installPinned(import.meta.dirname);
await refuseUnlisted();
const driven = await startDriven();
try {
  const all = [...SCENARIOS.required, ...(options.extensions ? SCENARIOS.extensions : [])];
  const wanted = options.only === undefined ? all : [options.only];
  const results: ScenarioResult[] = [];
  for (const scenario of wanted) results.push(await resultOf(scenario));
  const server = options.only === undefined ? await runServerScenarios() : undefined;
  const table = tableOf(results, server?.results);
  process.stdout.write(`${table}\n`);
  if (options.docs) writeFileSync(`${HERE}../../docs/conformance.md`, table);
  const failed = results.filter(({ name, isPassed }) => SCENARIOS.required.includes(name) && !isPassed);
  if (failed.length > 0 || server?.isAsExpected === false) process.exitCode = 1;
} finally {
  await driven.close();
}

/** The suite lists more scenarios with a newer version. Each one has to be run, or named as an extension. */
async function refuseUnlisted(): Promise<void> {
  const { stdout } = await run(process.execPath, [SUITE, 'list', '--client']);
  const listed = [...stdout.matchAll(/^ {2}- (auth\/\S+) \[(.+)\]$/gm)].map(([, name = '', of = '']) => ({
    name,
    of: of.split(','),
  }));
  const named = (of: string) => listed.filter((each) => each.of.includes(of)).map(({ name }) => name);
  assert.deepEqual(named(REVISION).toSorted(), SCENARIOS.required.toSorted());
  assert.deepEqual(named('extension').toSorted(), SCENARIOS.extensions.toSorted());
}

async function resultOf(name: string): Promise<ScenarioResult> {
  const command = `${process.execPath} ${HERE}driver.ts`;
  // An extension belongs to no revision.
  const revision = SCENARIOS.extensions.includes(name) ? [] : ['--spec-version', REVISION];
  const args = [SUITE, 'client', '--command', command, '--scenario', name, ...revision];
  const options = { env: { ...process.env, ...driven.variables }, cwd: HERE, maxBuffer: 32 * 1024 * 1024 };
  const { stdout, isPassed } = await run(process.execPath, args, options).then(
    (done) => ({ stdout: `${done.stdout}${done.stderr}`, isPassed: true }),
    (error) => ({ stdout: `${error.stdout}${error.stderr}`, isPassed: false }),
  );
  const [, passed = '0', all = '0'] = /Passed: (\d+)\/(\d+)/.exec(stdout) ?? [];
  if (process.env.VERBOSE && !isPassed) process.stderr.write(stdout);
  // A scenario that the suite skips ends well, and has proved nothing.
  return { name, checks: Number(all), passed: Number(passed), isPassed: isPassed && Number(all) > 0 };
}
