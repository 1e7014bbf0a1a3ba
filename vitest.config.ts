import { defineConfig } from 'vitest/config';

/** Run by `npm run test:slow`, so that `npm test` stays under three minutes with its installation. */
export const SLOW = [
  'test/client/package.test.ts',
  'test/client/with-injected-env.test.ts',
  'test/command-line/help.test.ts',
  'test/embed/**/*.test.ts',
  'test/http/growth.test.ts',
  'test/http/quotas-behind-the-gateway.test.ts',
  'test/journeys/bring-back-deleted.test.ts',
  'test/journeys/bring-back.test.ts',
  'test/journeys/quota.test.ts',
  'test/journeys/retire-data-key.test.ts',
  'test/journeys/rotate-data-key.test.ts',
  'test/lambdas/keep-no-token.test.ts',
  'test/local/state-format.test.ts',
  'test/ops/**/*.test.ts',
  'test/prove/capacity.test.ts',
  'test/prove/crash-points.test.ts',
  'test/prove/frugality.test.ts',
  'test/prove/grant-races.test.ts',
  'test/prove/odd-answers.test.ts',
  'test/prove/odd-consents.test.ts',
  'test/prove/provider-pace.test.ts',
  'test/prove/refresh-run.test.ts',
  'test/prove/restore.test.ts',
  'test/prove/tick-pace.test.ts',
  'test/prove/unstored-tokens.test.ts',
  'test/providers/hostile-answers.test.ts',
  'test/providers/refusals.test.ts',
  'test/rows/all-edits.test.ts',
  'test/rows/edited-copies.test.ts',
  'test/rows/edited-rows.test.ts',
  'test/rows/moved-rows.test.ts',
  'test/stack/bundles.test.ts',
  'test/stack/dashboard-upload.test.ts',
  'test/stack/rights/widened-policies.test.ts',
  'test/stack/stage-account.test.ts',
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/real-servers/**', '**/node_modules/**', ...SLOW],
    globalSetup: ['test/setup/node-version.ts'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Vitest leaves one core free; on two that is half of them.
    maxWorkers: '100%',
  },
});
