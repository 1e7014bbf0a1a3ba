/**
 * One process of `npm run prove:sabotage`, within a copy of the repository that it may change: takes away the fence whose number it
 * is sent, runs the named test, puts the fence back, and answers a {@link Verdict}. It ends when its parent disconnects.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node';
import { SLOW } from '../../vitest.config.ts';
import { FENCES, type Fence } from './fences.ts';

/** What the named test did without its fence. `failed`: the whole titles of the tests that failed. `broken`: nothing was tried. */
export type Verdict = { failed: string[] } | { broken: string };

const copy = process.cwd();
/** A Vitest for each configuration. It stays, so that a file is transformed once and not again for every fence. */
const open = new Map<string, Promise<Vitest>>();

function vitestFor(test: string): Promise<Vitest> {
  const config = SLOW.includes(test) ? 'vitest.slow.config.ts' : 'vitest.config.ts';
  const options = { root: copy, config: join(copy, config), watch: false, reporters: [{}], maxWorkers: 1 };
  const vitest = open.get(config) ?? createVitest('test', options);
  open.set(config, vitest);
  return vitest;
}

async function without({ file, fence, without, test, name }: Fence): Promise<Verdict> {
  const path = join(copy, file);
  const whole = await readFile(path, 'utf8');
  if (whole.split(fence).length !== 2)
    return { broken: `${file} does not have this fence exactly once: ${fence}` };
  const vitest = await vitestFor(test);
  const changed = whole.replace(fence, () => without);
  await write(path, changed);
  try {
    return verdictOf(await run(vitest, test, name));
  } finally {
    await write(path, whole);
  }
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  for (const vitest of open.values()) (await vitest).invalidateFile(path);
}

async function run(vitest: Vitest, test: string, name: string): Promise<TestModule[]> {
  vitest.setGlobalTestNamePattern(new RegExp(name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')));
  const specification = vitest.getRootProject().createSpecification(join(copy, test));
  const { testModules } = await vitest.runTestSpecifications([specification]);
  // A Vitest that stays remembers what ran before, too.
  return testModules.filter(({ moduleId }) => moduleId === join(copy, test));
}

/** A run that found no test, or could not begin, would prove nothing. */
function verdictOf(modules: TestModule[]): Verdict {
  const tests = modules.flatMap(({ children }) => [...children.allTests()]);
  const ran = tests.filter((each) => each.result().state !== 'skipped');
  const errors = modules.flatMap((module) => module.errors());
  if (ran.length === 0) return { broken: `no test ran: ${errors.map(({ message }) => message).join('; ')}` };
  return { failed: ran.filter(isFailed).map(({ fullName }) => fullName) };
}

function isFailed(test: TestCase): boolean {
  return test.result().state === 'failed';
}

process.on('message', (number: number) => {
  without(FENCES[number] as Fence)
    .catch((error: unknown): Verdict => ({ broken: String(error) }))
    .then((verdict) => process.send?.(verdict));
});
process.on('disconnect', () => process.exit(0));
