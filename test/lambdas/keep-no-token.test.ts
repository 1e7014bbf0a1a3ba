/**
 * T072: no token outlives its invocation in the memory of a warm function.
 * Covers src/broker/inject/inject.ts, src/broker/refresh/refresh-connection.ts, src/broker/tokens/stored-tokens.ts.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('keep-no-token.ts', import.meta.url));
const run = async (...more: string[]) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, ...more]);
  return JSON.parse(stdout);
};
const OUTCOMES = Array.from({ length: 3 }, () => 'refreshed Authorization');

it('T072: three refreshes, injections and a disconnect leave no token in memory', async () => {
  expect(await run()).toEqual({ outcomes: OUTCOMES, left: { access: 0, refresh: 0 }, held: 0 });
});

it('and one that is kept is found', async () => {
  expect(await run('--hold')).toMatchObject({ left: { access: 1, refresh: 0 }, held: 1 });
});
