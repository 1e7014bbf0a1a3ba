import { defineConfig } from 'vitest/config';

/** `npm run test:inspector`: MCP's Inspector, unmodified, against the whole local environment. */
export default defineConfig({
  test: {
    include: ['test/inspector/*.test.ts'],
    globalSetup: ['test/setup/node-version.ts', 'test/inspector/install.ts'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
