import { defineConfig } from 'vitest/config';

/** `npm run test:python-frameworks`: the Python client in the frameworks of PyPI, against the whole local environment. */
export default defineConfig({
  test: {
    include: ['test/python-frameworks/*.test.ts'],
    globalSetup: ['test/setup/node-version.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
