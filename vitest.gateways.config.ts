import { defineConfig } from 'vitest/config';

/** `npm run test:gateways`: real gateways between unmodified MCP clients and servers, with a door and the local environment. */
export default defineConfig({
  test: {
    include: ['test/gateways/*.test.ts'],
    globalSetup: ['test/setup/node-version.ts', 'test/gateways/install.ts'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    // Each file starts many processes: a laptop has few cores.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
