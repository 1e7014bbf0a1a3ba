/**
 * docs/restore.md stops no function that a deployment invokes: its new version could not answer, and the deployment would be
 * rolled back. Covers lib/settings/aliased-functions.ts, lib/functions/deployment-check.ts.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ALIASED_FUNCTIONS } from '../../lib/settings/aliased-functions.ts';
import { FUNCTIONS } from '../../src/contract/environment.ts';

const CHECKED = [...ALIASED_FUNCTIONS, 'deployment-check'];
const page = readFileSync(new URL('../../docs/restore.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
/** From a command or phrase that stops something to the end of its sentence. */
const STOPS = /(--reserved-concurrent-executions 0|reserved concurrency of .{1,40} to 0)[^.]*\./g;

it('stops only functions whose new versions no deployment invokes', () => {
  const stops = [...page.matchAll(STOPS)].map(({ 0: rest, index }) => page.slice(index - 80, index) + rest);
  expect(stops).toHaveLength(2);
  for (const stop of stops) {
    expect(FUNCTIONS.filter((name) => new RegExp(`[<\`]${name}[>\`]`).test(stop))).toEqual(['connect']);
    for (const name of CHECKED) expect(stop).not.toContain(name);
  }
});

it('says of each function that it stops how it runs again', () => {
  expect(page).toMatch(/Let `connect` run again\*\*.*`aws lambda delete-function-concurrency`/);
  expect(page).toContain('At its end let `connect` run again, as step 7');
});
