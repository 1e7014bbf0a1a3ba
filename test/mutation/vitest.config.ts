import { defineConfig } from 'vitest/config';

/** Which tests judge the mutants: the patterns that run.ts hands over, one a line. */
export default defineConfig({
  test: {
    include: (process.env.MUTATION_TESTS ?? '').split('\n').filter(Boolean),
    exclude: ['**/node_modules/**'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
