/** Runs Stryker, which is installed in this folder, and reads the report that Stryker writes. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from './survivors.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(FOLDER, '../..');
const STRYKER = join(FOLDER, 'node_modules/.bin/stryker');
/** Not copied into the sandbox: nothing of it is needed by the tests of the rooms. */
const IGNORED = [
  '.ci',
  '.local',
  '.local-play',
  '.venv',
  'bench',
  'cdk.out',
  'docs',
  'test/mutation/node_modules',
  'test/real-servers',
];

/** Mutates the files, and lets the tests judge. Rejects where Stryker could not do its work. */
export async function mutate(files: readonly string[], tests: readonly string[]): Promise<Report> {
  install();
  const folder = await mkdtemp(join(tmpdir(), 'connections-mutation-'));
  const [config, report] = [join(folder, 'stryker.json'), join(folder, 'report.json')];
  try {
    await writeFile(config, JSON.stringify(settings(files, { report, sandbox: join(folder, 'sandbox') })));
    await run(config, tests);
    return JSON.parse(await readFile(report, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function settings(files: readonly string[], { report, sandbox }: { report: string; sandbox: string }) {
  return {
    testRunner: 'vitest',
    mutate: files,
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 20_000,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    ignorePatterns: IGNORED,
    tempDirName: sandbox,
    // Types are stripped and not checked here. Stryker would read a tsconfig.json by TypeScript's old API, which TypeScript 7 lacks.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
  };
}

async function run(config: string, tests: readonly string[]): Promise<void> {
  const env = { ...process.env, MUTATION_TESTS: tests.join('\n') };
  const child = spawn(process.execPath, [STRYKER, 'run', config], { cwd: ROOT, env, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`Stryker ended with ${code}`);
}

function install(): void {
  if (existsSync(STRYKER)) return;
  const args = ['ci', '--prefix', FOLDER, '--no-audit', '--no-fund'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
