import { defineConfig } from 'vitest/config';
import { SLOW } from './vitest.config.ts';

/** `npm run test:slow`: the tests that take long. */
export default defineConfig({
  test: {
    include: SLOW,
    exclude: ['**/node_modules/**'],
    globalSetup: ['test/setup/node-version.ts', 'test/setup/property-seed.ts'],
    setupFiles: [
      'test/setup/no-outside-network.ts',
      'test/setup/property-tests.ts',
      'test/setup/provider-fetch.ts',
    ],
    isolate: false,
    reporters: ['default', 'test/setup/proved-cases.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: '100%',
  },
});
