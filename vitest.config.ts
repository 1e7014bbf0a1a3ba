import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/real-servers/**', '**/node_modules/**'],
    globalSetup: ['test/setup/node-version.ts'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Vitest leaves one core free; on two that is half of them.
    maxWorkers: '100%',
  },
});
