/** Installs the servers before the first test, if they are not there in the pinned versions. */
import { execFileSync } from 'node:child_process';
import { FOLDER, installedVersion, pinnedVersions } from './servers.ts';

export default function install(): void {
  const pinned = Object.entries(pinnedVersions());
  if (pinned.every(([name, version]) => installedVersion(name) === version)) return;
  // None of them needs its install scripts.
  const args = ['ci', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
