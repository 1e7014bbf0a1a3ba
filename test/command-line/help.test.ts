/**
 * Every script of package.json whose program is a file of this repository, as a person types it.
 * Covers command-line, local/start-options.ts.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

interface Script {
  name: string;
  /** From the root of the repository. */
  program: string;
  /** The words after `npm`, up to `--`. */
  words: string[];
}

function scriptsOf(folder: string, workspace: string[]): Script[] {
  const { scripts } = JSON.parse(readFileSync(new URL(`${folder}package.json`, ROOT), 'utf8'));
  return Object.entries<string>(scripts).flatMap(([script, command]) => {
    const [, program] = /^node (\S+\.ts)$/.exec(command) ?? [];
    const words = ['run', '--silent', script, ...workspace];
    return program ? [{ name: `${folder}${script}`, program: `${folder}${program}`, words }] : [];
  });
}

const SCRIPTS = [...scriptsOf('', []), ...scriptsOf('client/', ['-w', 'client'])];

/** What the program prints, and how it ends. One that does not end is killed, which fails the test. */
function run(program: string, args: string[]) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(program, args, { cwd: ROOT, timeout: 15_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? error.signal) : 0, stdout, stderr }),
    );
  });
}

const programOf = (wanted: string) =>
  SCRIPTS.find(({ name }) => name === wanted)?.program ?? expect.fail(`there is no script ${wanted}`);

describe('npm run <script> -- --help', () => {
  it('is looked at for all of them', () => {
    const names = SCRIPTS.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['start', 'demo', 'prove', 'bench', 'apps', 'client/build']),
    );
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
    // A program of this repository that is started in another way would be left out above.
    const others = Object.keys(scripts).filter((name) => !names.includes(name));
    for (const name of others) expect(scripts[name]).not.toMatch(/\bnode\b|(?<!config)\.ts\b/);
  });

  it.each(SCRIPTS)('$name prints its usage and ends', async ({ words }) => {
    const { code, stdout, stderr } = await run('npm', [...words, '--', '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[A-Z][^\n]*\.\n\nUsage:\n {2}npm /);
    expect(stdout).toMatch(/\n {2}--help +Prints this text\./);
  });

  it.each(SCRIPTS)('$name does nothing when an option does not exist', async ({ program }) => {
    const { code, stdout, stderr } = await run(process.execPath, [program, '--hlep=GOCSPX-secret']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Argument 1 is not an option of npm [^\n]* Help: npm [^\n]* -- --help\n$/);
    expect(stderr).not.toContain('GOCSPX');
  });
});

describe('a mistake is told in one line, with what was meant', () => {
  it.each<[string, string[], RegExp]>([
    ['bench', ['injct'], /Did you mean inject\?/],
    ['bench', [], /npm run bench needs a command, one of inject, cold-start, refresh, rotate, idle\./],
    ['bench', ['inject', '--rounds', 'many'], /--rounds takes a number from 1 to 1000\./],
    ['bench', ['idle', '--rounds', '3'], /--rounds is not an option of npm run bench -- idle\./],
    ['prove', ['restor'], /Did you mean restore\?/],
    ['prove', ['restore', 'refresh'], /Argument 2 is not an option of npm run prove\./],
    ['apps', ['lsit', '--stage', 'prod'], /Did you mean list\?/],
    [
      'apps',
      ['list', '--stgae', 'prod'],
      /Argument 2 is not an option of npm run apps\. Did you mean --stage\?/,
    ],
    ['apps', ['put', 'gogle', '--stage', 'prod', '--client-id', 'c'], /Did you mean google\?/],
    ['apps', ['put', '--stage', 'prod', '--client-id', 'c'], /<provider> is missing\./],
    ['apps', ['put', 'google', '--stage', 'prod'], /--client-id <id> is missing\./],
    ['bring-back', ['--stage', '--check'], /--stage needs a value: --stage <stage>\./],
    ['rotate-data-key', ['--stage', 'prod', '--retire=yes'], /--retire takes no value\./],
    [
      'rotate-data-key',
      ['--stage', 'prod', '--retire', '--check'],
      /--retire and --check exclude each other/,
    ],
    ['example:call', ['--as', 'aad'], /--as takes one of ada, bob, mallory\. Did you mean ada\?/],
    ['start', ['--prot', '4000'], /Did you mean --port\?/],
    ['start', ['--play', 'github,gogle'], /--play takes a list of airtable, .*Did you mean google\?/],
    ['start', ['--play', ''], /--play takes a list of airtable/],
    ['token', ['aad'], /<person> is one of ada, bob, mallory\. Did you mean ada\?/],
  ])('npm run %s -- %j', async (script, args, sentence) => {
    const { code, stdout, stderr } = await run(process.execPath, [programOf(script), ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
