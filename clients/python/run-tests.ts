/** `npm run test:python`: types, unit tests, vectors and sabotages of the Python client, in an environment of its own. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('.', import.meta.url).pathname;
const python = `${folder}.venv/bin/python`;

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { cwd: folder, stdio: 'inherit' }).status === 0;
}

/** Makes the environment if what it needs has changed. */
function install(): boolean {
  const stampFile = `${folder}.venv/requirements.sha256`;
  const needed = `${readFileSync(`${folder}pyproject.toml`)}${readFileSync(`${folder}tests/requirements.txt`)}`;
  const stamp = createHash('sha256').update(needed).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check'];
  const isDone =
    run('python3', ['-m', 'venv', '--clear', '.venv']) &&
    run(python, [...pip, '-r', 'tests/requirements.txt', '-e', '.']);
  if (isDone) writeFileSync(stampFile, stamp);
  return isDone;
}

if (spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status !== 0) {
  process.stderr.write(
    'SKIPPED: the Python client was not tested, since there is no python3 of 3.10 or newer.\n',
  );
} else {
  const isRight =
    install() &&
    run(python, ['-m', 'mypy']) &&
    run(python, ['-m', 'pytest', '-q', ...process.argv.slice(2)]) &&
    run(python, ['tests/sabotage.py']);
  process.exitCode = isRight ? 0 : 1;
}
