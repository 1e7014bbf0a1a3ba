/**
 * `npm run prove:sabotage`: takes each fence away, one at a time in a copy of the repository, and runs the test that is named
 * beside it. Exits 1 when a test does not notice, or when what fails does not name the threats that the fence stands for.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { number, text } from '../../command-line/option.ts';
import type { Verdict } from './fence-worker.ts';
import { FENCES, type Fence } from './fences.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  'src',
  'bin',
  'cdk.json',
  'command-line',
  'test',
  'local',
  'lambdas',
  'lib',
  'dashboard',
  'client',
  'clients',
  'package.json',
  'package-lock.json',
  'cdk',
  'docs',
  'ops',
  'tsconfig.json',
  'vitest.config.ts',
  'vitest.slow.config.ts',
];

const { options } = fromCommandLine({
  call: 'npm run prove:sabotage',
  description:
    'Removes each fence in a copy of the repository, one at a time, and runs the test that must then fail.',
  options: {
    only: text('<text>', 'only fences with this text in their sentence, their file or their test'),
    share: number({ least: 1, most: 60, usual: 1 }, 'removes one of so many shares of the fences'),
    seed: number({ least: 1, most: 99_999_999, usual: 1 }, 'chooses the share'),
  },
  notes: ['Exits 1 if a test still passes without its fence.'],
});

async function copyOfRepository(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'connections-sabotage-'));
  const isOurs = (path: string) => !/node_modules|\.programs/.test(path);
  for (const each of COPIED)
    await cp(join(ROOT, each), join(copy, each), { recursive: true, filter: isOurs });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** What is wrong with a fence, or undefined. */
function faultOf({ name, proves = [] }: Fence, verdict: Verdict): string | undefined {
  if ('broken' in verdict) return verdict.broken;
  const { failed } = verdict;
  if (failed.length === 0) return 'this test still passes';
  const unnamed = [name, ...proves].filter((text) => !failed.some((title) => title.includes(text)));
  return unnamed.length > 0
    ? `"${unnamed.join('" and "')}" stands in no title of the tests that fail (${failed.join('; ')})`
    : undefined;
}

/** The line of one fence. */
function sentence({ what, test, name }: Fence, fault: string | undefined): string {
  return fault === undefined
    ? `ok      without "${what}" this test fails: ${test}: ${name}`
    : `FAILED  without "${what}": ${fault}: ${test}: ${name}`;
}

async function ask(worker: ChildProcess, fence: Fence): Promise<Verdict> {
  const answered = once(worker, 'message');
  const ended = once(worker, 'exit').then(() => [{ broken: 'the process ended' }]);
  worker.send(FENCES.indexOf(fence));
  const [verdict] = await Promise.race([answered, ended]);
  return verdict;
}

/** Takes fences away until none is left, in a copy of its own, and returns how many were not noticed. */
async function work(): Promise<number> {
  const copy = await copyOfRepository();
  const worker = fork(join(copy, 'test/prove/fence-worker.ts'), { cwd: copy });
  let unnoticed = 0;
  try {
    for (let fence = waiting.shift(); fence; fence = waiting.shift()) {
      const fault = faultOf(fence, await ask(worker, fence));
      if (fault !== undefined) unnoticed++;
      console.log(sentence(fence, fault));
    }
  } finally {
    const ended = once(worker, 'exit');
    worker.disconnect();
    await ended;
    await rm(copy, { recursive: true, force: true });
  }
  return unnoticed;
}

const { only, share, seed } = options;
const chosen = FENCES.filter(
  ({ what, file, test }, at) =>
    at % share === seed % share &&
    (only === undefined || [what, file, test].some((each) => each.includes(only))),
);
// Fences of one test file follow each other, so that a worker has transformed what the next one needs.
const waiting = chosen.toSorted((one, other) => one.test.localeCompare(other.test));
const found = await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
const unnoticed = found.reduce((sum, each) => sum + each, 0);
console.log(
  unnoticed === 0
    ? `\nAll ${chosen.length} fences were removed one at a time, and a named test failed each time.`
    : `\nFAILED: of ${chosen.length} fences that were removed, ${unnoticed} were not noticed as they must be.`,
);
process.exit(unnoticed > 0 || chosen.length === 0 ? 1 : 0);
