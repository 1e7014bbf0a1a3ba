import { defineConfig } from 'vitest/config';

/** `npm run test:browser`: the dashboard in a real browser, against the whole local environment. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: [
      'test/setup/node-version.ts',
      'test/browser/require-chromium.ts',
      'test/browser/install.ts',
    ],
    setupFiles: ['test/setup/no-outside-network.ts', 'test/setup/provider-fetch.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    // One browser and one environment at a time: a laptop has few cores.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
