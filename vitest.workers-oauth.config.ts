import { defineConfig } from 'vitest/config';

/** `npm run test:workers-oauth`: the OAuth provider that many official MCP servers run on, unmodified, in workerd. */
export default defineConfig({
  test: {
    include: ['test/workers-oauth/*.test.ts'],
    globalSetup: ['test/setup/node-version.ts', 'test/workers-oauth/install.ts'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
