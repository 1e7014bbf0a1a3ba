/** `npm run pictures`: takes the pictures of the documentation anew. Needs what `npm run test:browser` needs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const folder = join(ROOT, 'docs/pictures');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

mkdirSync(folder, { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    ...[vitest, 'run', '--config', 'vitest.browser.config.ts'],
    ...['test/browser/every-page.test.ts', '-t', 'pictures of the documentation'],
  ],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PICTURES: folder } },
);
process.exit(status ?? 1);
