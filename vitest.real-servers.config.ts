import { defineConfig } from 'vitest/config';

/** `npm run test:real-servers`: MCP servers that others wrote, unmodified, against the whole local environment. */
export default defineConfig({
  // The examples import the package by its name. Here it is its source.
  resolve: { alias: { '@connections/client': new URL('client/src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/real-servers/*.test.ts'],
    globalSetup: ['test/setup/node-version.ts', 'test/real-servers/install.ts'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    // Each file starts many processes: a laptop has few cores.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
