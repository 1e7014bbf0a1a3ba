/**
 * `npm run conformance`: runs the client scenarios of MCP's conformance suite for authorization against a local environment, and
 * prints a table. It ends with 1 if a scenario that the revision requires fails. Options: `--extensions` runs those of extensions
 * too, which are shown and not required; `--docs` writes the table to docs/conformance.md.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { flag, text } from '../../command-line/option.ts';
import { startDriven } from './driven-environment.ts';
import { REVISION, SCENARIOS, type ScenarioResult, tableOf } from './results.ts';

const HERE = new URL('.', import.meta.url).pathname;
const SUITE = `${HERE}node_modules/@modelcontextprotocol/conformance/dist/index.js`;
const run = promisify(execFile);

const { options } = fromCommandLine({
  call: 'npm run conformance',
  description: 'Runs the client scenarios for authorization of MCP’s conformance suite.',
  options: {
    extensions: flag('Also runs the scenarios of extensions, which are shown and not required.'),
    docs: flag('Writes the table to docs/conformance.md.'),
    only: text('scenario', 'Runs this scenario alone, such as auth/basic-cimd.'),
  },
});

install();
const driven = await startDriven();
try {
  const all = [...SCENARIOS.required, ...(options.extensions ? SCENARIOS.extensions : [])];
  const wanted = options.only === undefined ? all : [options.only];
  const results: ScenarioResult[] = [];
  for (const scenario of wanted) results.push(await resultOf(scenario));
  const table = tableOf(results);
  process.stdout.write(`${table}\n`);
  if (options.docs) writeFileSync(`${HERE}../../docs/conformance.md`, table);
  const failed = results.filter(({ name, isPassed }) => SCENARIOS.required.includes(name) && !isPassed);
  if (failed.length > 0) process.exitCode = 1;
} finally {
  await driven.close();
}

/** The suite is installed in this folder alone, in its pinned version. */
function install(): void {
  const { dependencies } = JSON.parse(readFileSync(`${HERE}package.json`, 'utf8'));
  const [name, version] = Object.entries(dependencies)[0] as [string, string];
  const file = `${HERE}node_modules/${name}/package.json`;
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version) return;
  const args = ['ci', '--prefix', HERE, '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
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
