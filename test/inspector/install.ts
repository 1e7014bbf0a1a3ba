/**
 * Installs the Inspector before the first test. `npm ci` refuses the lock file that npm itself writes: an optional package for
 * Windows has no entry in it. `npm install` takes the versions of the lock file too.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const FOLDER = import.meta.dirname;

export default () => {
  if (existsSync(`${FOLDER}/node_modules/.bin/mcp-inspector`)) return;
  const args = ['install', '--prefix', FOLDER, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
};
