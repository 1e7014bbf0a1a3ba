/** Covers src/broker/restore. */
import { expect, it } from 'vitest';
import { drillRestore } from './restore.ts';

// `npm run prove -- restore` is the long one. This one needs seven seconds of CPU, which take longer on a busy machine.
it('T168: nothing is revived, rolled back, lost, or used without a refresh (seed 7)', {
  timeout: 120_000,
}, async () => {
  const { fates, lost, revived, rolledBack, unverified, missing } = await drillRestore({
    seed: 7,
    connections: 600,
  });
  expect({ revived, rolledBack, unverified, missing }).toEqual({
    revived: 0,
    rolledBack: 0,
    unverified: 0,
    missing: 0,
  });
  expect(fates.known + lost).toBe(600);
  for (const fate of ['verify', 'connect_again', 'deleted'] as const) expect(fates[fate]).toBeGreaterThan(20);
});
