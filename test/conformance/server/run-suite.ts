/** Runs the suite’s scenarios for servers against an address. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SUITE = new URL('../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url)
  .pathname;
const run = promisify(execFile);

export interface Check {
  id: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
}

export interface SuiteRun {
  /** Whether each scenario passed or failed as expected. */
  isAsExpected: boolean;
  output: string;
  /** The checks by scenario. */
  scenarios: Map<string, Check[]>;
}

/** `expected` are scenarios, or `scenario:check`, that fail. A failure of another one is not as expected, nor is a pass of these. */
export async function runSuite(
  url: string,
  revision: string,
  expected: readonly string[],
): Promise<SuiteRun> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-conformance-'));
  try {
    const baseline = join(folder, 'expected.yaml');
    // JSON is YAML.
    await writeFile(baseline, JSON.stringify({ server: expected }));
    const results = join(folder, 'results');
    const args = ['server', '--url', url, '--suite', 'all', '--spec-version', revision];
    const of = [...args, '--expected-failures', baseline, '--output-dir', results];
    const { isAsExpected, output } = await run(process.execPath, [SUITE, ...of], { maxBuffer: 2 ** 26 }).then(
      ({ stdout, stderr }) => ({ isAsExpected: true, output: `${stdout}${stderr}` }),
      ({ stdout, stderr }) => ({ isAsExpected: false, output: `${stdout}${stderr}` }),
    );
    return { isAsExpected, output, scenarios: await checksIn(results) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The suite writes a folder for each scenario: `server-<scenario>-<time>/checks.json`. */
async function checksIn(folder: string): Promise<Map<string, Check[]>> {
  const found = new Map<string, Check[]>();
  for (const name of await readdir(folder)) {
    const scenario = /^server-(.+)-\d{4}-\d\d-\d\dT.*$/.exec(name)?.[1];
    if (scenario === undefined) continue;
    found.set(scenario, JSON.parse(await readFile(join(folder, name, 'checks.json'), 'utf8')));
  }
  return found;
}
