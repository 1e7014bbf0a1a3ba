/** Installs the packages that one check needs in the folder of that check, in their pinned versions. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Does nothing if they are there. No package needs its install scripts, since binaries come as packages for each platform. */
export function installPinned(folder: string): void {
  const pinned = Object.entries(pinnedVersions(folder));
  if (pinned.every(([name, version]) => installedVersion(folder, name) === version)) return;
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The versions by package name; the folder's package.json names each exactly. */
export function pinnedVersions(folder: string): Record<string, string> {
  return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).dependencies;
}

/** Undefined where it is not installed. */
function installedVersion(folder: string, name: string): string | undefined {
  try {
    return JSON.parse(readFileSync(`${folder}/node_modules/${name}/package.json`, 'utf8')).version;
  } catch {
    return undefined;
  }
}
