/**
 * `npm run prove:sabotage`: takes each fence of the refresh away, one at a time in a copy of the repository, and runs the test
 * that is named beside it. Exits 1 when a test does not notice.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { SLOW } from '../../vitest.config.ts';
import { FENCES, type Fence } from './fences.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  'src',
  'command-line',
  'test',
  'local',
  'lambdas',
  'lib',
  'dashboard',
  'client',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'vitest.slow.config.ts',
];
const run = promisify(execFile);

async function copyOfRepository(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'connections-sabotage-'));
  const isOurs = (path: string) => !path.includes('node_modules');
  for (const each of COPIED)
    await cp(join(ROOT, each), join(copy, each), { recursive: true, filter: isOurs });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The line of one fence. */
function sentence({ what, test, name }: Fence, isNoticed: boolean): string {
  return isNoticed
    ? `ok      without "${what}" this test fails: ${test}: ${name}`
    : `FAILED  without "${what}" this test still passes: ${test}: ${name}`;
}

/** Whether the named test fails without the fence. */
async function isNoticed(copy: string, { file, fence, without, test, name }: Fence): Promise<boolean> {
  const path = join(copy, file);
  const whole = await readFile(path, 'utf8');
  if (whole.split(fence).length !== 2)
    throw new Error(`${file} does not have this fence exactly once: ${fence}`);
  await writeFile(
    path,
    whole.replace(fence, () => without),
  );
  try {
    const config = SLOW.includes(test) ? 'vitest.slow.config.ts' : 'vitest.config.ts';
    await run('npx', ['vitest', 'run', test, '-t', name, '--root', copy, '--config', config], { cwd: copy });
    return false;
  } catch (error) {
    // A run that found no test would prove nothing.
    const output = String((error as { stdout?: unknown }).stdout);
    if (!/Tests .*failed/.test(output)) throw new Error(`the test did not run: ${output.slice(-2_000)}`);
    return true;
  } finally {
    await writeFile(path, whole);
  }
}

/** Takes fences away until none is left, in a copy of its own, and returns how many were not noticed. */
async function worker(): Promise<number> {
  const copy = await copyOfRepository();
  let unnoticed = 0;
  try {
    for (let fence = waiting.shift(); fence; fence = waiting.shift()) {
      const noticed = await isNoticed(copy, fence);
      if (!noticed) unnoticed++;
      console.log(sentence(fence, noticed));
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return unnoticed;
}

fromCommandLine({
  call: 'npm run prove:sabotage',
  description:
    'Removes each fence of the refresh in a copy of the repository, one at a time, and runs the test that must then fail.',
  options: {},
  notes: ['Exits 1 if a test still passes without its fence.'],
});
const waiting = [...FENCES];
const found = await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker));
const unnoticed = found.reduce((sum, each) => sum + each, 0);
console.log(
  unnoticed === 0
    ? `\nAll ${FENCES.length} fences were removed one at a time, and a named test failed each time.`
    : `\nFAILED: ${unnoticed} of ${FENCES.length} fences were removed, and the named test still passed.`,
);
process.exit(unnoticed > 0 ? 1 : 0);
