/** Runs server.test.ts: the entries of the functions load in vitest alone, which gives each of them its own environment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerResult } from './results.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

/** What vitest prints goes to standard error. Throws if the scenarios did not run. */
export async function runServerScenarios(): Promise<{ isAsExpected: boolean; results: ServerResult[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-conformance-'));
  try {
    const file = join(folder, 'results.json');
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const child = spawn(process.execPath, [vitest, 'run', '--config', 'vitest.conformance.config.ts'], {
      cwd: ROOT,
      env: { ...process.env, CONFORMANCE_RESULTS: file },
      stdio: ['ignore', process.stderr, process.stderr],
    });
    const [code] = await once(child, 'exit');
    return { isAsExpected: code === 0, results: JSON.parse(await readFile(file, 'utf8')) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
