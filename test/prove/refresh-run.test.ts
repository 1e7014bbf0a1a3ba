/**
 * Covers src/broker/refresh/tick.ts, src/broker/refresh/due-queue.ts, src/broker/refresh/due-intake.ts,
 * src/broker/refresh/refresh-connection.ts, src/broker/refresh/claim-attempt.ts, src/broker/refresh/ask-provider.ts,
 * src/broker/refresh/store-refreshed.ts, src/broker/refresh/settle-lost-answer.ts, src/broker/refresh/risky-replay.ts,
 * src/broker/refresh/refresh-failed.ts, src/broker/tokens/rotation-escrow.ts, src/broker/tokens/store-durably.ts,
 * src/broker/tokens/stored-tokens.ts, src/broker/health/app-health.ts, src/broker/health/app-health-after-failure.ts.
 */
import { describe, expect, it } from 'vitest';
import { crowdOf } from './provider-calls.ts';
import { runRefresh } from './run-refresh.ts';
import { LONG_ROTATIONS, ROTATIONS } from './scripted-provider.ts';

describe('a long life under every fault', () => {
  // `npm run prove -- refresh` is the long one.
  it.each([101])(
    'T096 T098 T107 T117 T127 T159 T166: loses nothing outside the window, kills nothing alive, spends nothing twice (seed %i)',
    async (seed) => {
      const { findings, doubleSpends, faults, cycles } = await runRefresh({
        seed,
        cycles: 2_000,
        connections: 120,
      });
      expect(cycles).toBeGreaterThanOrEqual(2_000);
      expect(faults).toBeGreaterThan(300);
      for (const rotation of LONG_ROTATIONS) {
        const { lost, revived, fine } = findings[rotation];
        expect({ rotation, lost, revived, false: findings[rotation]['false-death'] }).toEqual({
          rotation,
          lost: 0,
          revived: 0,
          false: 0,
        });
        expect(fine).toBeGreaterThan(25);
      }
      // Only a provider that never takes a spent token again can lose one in the window.
      for (const rotation of ['grace', 'none'] as const)
        expect(findings[rotation]['lost-in-window'] + findings[rotation]['lost-cut-off']).toBe(0);
      expect(doubleSpends).toBe(0);
    },
    60_000,
  );
});

describe.each(ROTATIONS)('with a provider whose rotation is %s', (rotation) => {
  it.each([2, 8, 64, 256])('T096: %i refreshers at once ask once', async (refreshers) => {
    const { providerCalls, outcomes } = await crowdOf(refreshers, rotation, refreshers);
    expect(providerCalls).toBe(1);
    expect(outcomes.refreshed).toBe(1);
    // Nobody is told that it failed.
    const told = (outcomes.busy ?? 0) + (outcomes.moved ?? 0) + (outcomes.refreshed ?? 0);
    expect(told).toBe(refreshers);
  });
});
