/** Installs workerd and the provider before the first test, if they are not there in the pinned versions. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const HERE = new URL('.', import.meta.url).pathname;

export default function install(): void {
  const { dependencies } = JSON.parse(readFileSync(`${HERE}package.json`, 'utf8'));
  const pinned = Object.entries(dependencies as Record<string, string>);
  if (pinned.every(([name, version]) => installed(name) === version)) return;
  // None of them needs its install scripts: workerd comes as a package for each platform.
  const args = ['ci', '--prefix', HERE, '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function installed(name: string): string | undefined {
  const file = `${HERE}node_modules/${name}/package.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}
