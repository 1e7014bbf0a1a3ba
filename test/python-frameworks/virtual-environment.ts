/** A Python environment of one framework, in the folder of the framework's example. Needs python3 and a package index. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PACKAGE = new URL('../../clients/python/', import.meta.url).pathname;
export const FRAMEWORKS = `${PACKAGE}frameworks/`;

/** Whether there is a Python of a version that the client supports. */
export function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']);
    return true;
  } catch {
    return false;
  }
}

/** The Python of the framework's environment, which is made if its requirements have changed. */
export function pythonOf(framework: string): string {
  const folder = `${FRAMEWORKS}.venv-${framework}`;
  const requirements = `${FRAMEWORKS}requirements/${framework}.txt`;
  const stamp = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const stampFile = `${folder}/requirements.sha256`;
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    execFileSync('python3', ['-m', 'venv', '--clear', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check'];
    execFileSync(`${folder}/bin/python`, [...pip, '-r', requirements, '-e', PACKAGE], { stdio: 'inherit' });
    writeFileSync(stampFile, stamp);
  }
  return `${folder}/bin/python`;
}
